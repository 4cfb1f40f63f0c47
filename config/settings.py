"""Settings, all of them, from the environment; `.env.example` describes each variable.

Two modes (`PORTAL_MODE`): `embedded` needs nothing but this folder (SQLite, the bundled Valkey
broker, mail kept in a mailbox page) and may run on a rehearsal clock; `production` refuses to start
without a secret key, named hosts and PostgreSQL, and never runs on a rehearsal clock.
"""

import contextlib
import json
import os
import secrets
import tempfile
from datetime import date
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

PORTAL_MODE = env("PORTAL_MODE", default="embedded")
if PORTAL_MODE not in {"embedded", "production"}:
    raise ImproperlyConfigured(
        f"PORTAL_MODE is {PORTAL_MODE!r}; expected 'embedded' or 'production'."
    )
IN_PRODUCTION = PORTAL_MODE == "production"

# What the running portal writes: database, uploads, broker, secret key.
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)


def _embedded_secret_key() -> str:
    """One random key per installation, so that sessions survive a restart.

    Written aside and linked into place: of several processes that start at once, all read one key.
    """
    path = VAR_DIR / "secret_key"
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=VAR_DIR) as aside:
            aside.write(secrets.token_urlsafe(50))
            aside.flush()
            with contextlib.suppress(FileExistsError):
                os.link(aside.name, path)
    return path.read_text().strip()


DEBUG = False
SECRET_KEY = (
    env("SECRET_KEY") if IN_PRODUCTION else env("SECRET_KEY", default=_embedded_secret_key())
)
# What channels' secrets are encrypted with: the first seals, all open (common/sealed.py).
SEALING_KEYS = (
    env.list("SEALING_KEYS") if IN_PRODUCTION else env.list("SEALING_KEYS", default=[SECRET_KEY])
)
SHORTEST_SEALING_KEY = 32
if not SEALING_KEYS or (
    IN_PRODUCTION and any(len(key) < SHORTEST_SEALING_KEY for key in SEALING_KEYS)
):
    raise ImproperlyConfigured(
        f"SEALING_KEYS is empty or holds a key shorter than {SHORTEST_SEALING_KEY} characters; "
        "make one as .env.example says."
    )
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if IN_PRODUCTION else ["127.0.0.1", "localhost", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
if IN_PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is empty; production mode needs the portal's host names."
    )

# Business time. Machine time is never moved: see common/clock.py.
_rehearsal = env("REHEARSAL_CLOCK", default="")
if IN_PRODUCTION and _rehearsal:
    raise ImproperlyConfigured(
        "REHEARSAL_CLOCK is set; the rehearsal clock is refused in production mode."
    )
REHEARSAL_CLOCK = date.fromisoformat(_rehearsal) if _rehearsal else None

INSTALLED_APPS = [
    "common",
    "units",
    "events",
    "engine",
    "notifications",
    "motions",
    "documents",
    "tasks",
    "reports",
    "replies",
    "supervision",
    "reminders",
    "dashboards",
    "search",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "simple_history",
    "axes",
    "csp",
    "engine.apps.ScheduleConfig",  # django_celery_beat
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "common.middleware.store_no_page",
    "common.middleware.language_by_switch",  # before all that says no
    "common.middleware.refuse_unused_methods",
    "common.middleware.refuse_null_characters",
    "common.middleware.one_moment",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "common.middleware.keep_typed_text_when_signed_out",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "common.middleware.refusals_in_words",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "common.context_processors.portal",
                "config.navigation.navigation",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "common.templatetags.portal",
            ],
        },
    }
]

# -- database ------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
_sqlite = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if IN_PRODUCTION and _sqlite:
    raise ImproperlyConfigured("DATABASE_URL is not set to PostgreSQL; production mode needs it.")
if _sqlite:
    # Measured: 32 writers, none fails; with Django's defaults most see "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- people ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["units.hashers.PortalArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
SIMPLE_HISTORY_REVERT_DISABLED = True  # no button; `units.admin.ReferenceAdmin` refuses it
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# -- sessions, cookies, headers -----------------------------------------------------------------------
SESSION_COOKIE_AGE = 8 * 3600  # a working day; Django's default is 14 days
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "common.views.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IN_PRODUCTION and env.bool("HTTPS", default=True)
SECURE_SSL_REDIRECT = False  # the reverse proxy's job: docs/operation.md
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_CLIENT_IP_CALLABLE = "config.proxy.client_address"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # data: the small pictures inside the base style sheet
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# How much of a form is read at all. Its fields take far less; but only what was read can be given
# back to the person who typed or pasted it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# -- language, time -----------------------------------------------------------------------------------
LANGUAGE_CODE = (
    "zh-hans"  # the interface is written in Chinese; English is the catalogue in locale/
)
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
# Kept like the appearance: who files three times a year chooses once.
LANGUAGE_COOKIE_AGE = 366 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SESSION_COOKIE_SECURE
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# -- files ----------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "common.styles.SheetFinder",
]
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(VAR_DIR / "static")))
MEDIA_ROOT = VAR_DIR / "files"  # outside the web root; no URL serves it
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env(
            "STATICFILES_BACKEND", default="whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
ATTACHMENT_MAX_BYTES = env.int("ATTACHMENT_MAX_BYTES", default=20 * 1024 * 1024)

# -- mail -------------------------------------------------------------------------------------------------
if env("EMAIL_URL", default=""):
    vars().update(env.email("EMAIL_URL"))
    if env.email("EMAIL_URL")["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
        EMAIL_BACKEND = "notifications.backends.SmtpBackend"
else:
    EMAIL_BACKEND = "notifications.backends.MailboxBackend"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="motion-portal@localhost")
# Where links in messages lead; the address people type.
PORTAL_URL = env("PORTAL_URL", default="http://127.0.0.1:8000").rstrip("/")

# -- other channels ---------------------------------------------------------------------------------------
# Robots and webhooks on this very machine are refused, except to try them out.
CHANNEL_ALLOW_LOOPBACK = env.bool("CHANNEL_ALLOW_LOOPBACK", default=False)
# Certificates of an authority of one's own, for robots and gateways inside.
CHANNEL_CA_FILE = env("CHANNEL_CA_FILE", default="")
# The SMS gateway's form: notifications/carriers/sms.py.
SMS_URL = env("SMS_URL", default="")
SMS_METHOD = env("SMS_METHOD", default="POST")
SMS_FORM = env("SMS_FORM", default="json")
SMS_BODY = env("SMS_BODY", default="") or '{"mobile": "{number}", "content": "{text}"}'
SMS_HEADERS = json.loads(env("SMS_HEADERS", default="") or "{}")
SMS_CHARSET = env("SMS_CHARSET", default="utf-8")
SMS_SECRET = env("SMS_SECRET", default="")
SMS_DIGEST = env("SMS_DIGEST", default="")
SMS_SUCCESS = env("SMS_SUCCESS", default="")
SMS_TRY_LATER = env("SMS_TRY_LATER", default="")

# -- jobs -------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = env("REDIS_URL", default=f"redis+socket://{VAR_DIR / 'valkey.sock'}")
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_EXPIRES = None  # there are none to clean up
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
# A worker that is killed gives its job back; every job may run twice without harm.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1200,  # above the longest job
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
}
CELERY_TASK_PUBLISH_RETRY = False  # fail fast; the next tick makes up for what was not published
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_CONSUMER = "engine.consumer:PortalConsumer"
CELERY_BEAT_SCHEDULER = "engine.beat:PortalScheduler"
CELERY_BEAT_SYNC_EVERY = (
    1  # what was asked for is noted at once, for `/healthz` and after a restart
)
# Seconds between two ticks. Written to the database when beat first meets a name; from then on what
# the administrator says there holds.
JOBS_SCHEDULE = {
    "reminders.send_reminders": 60,
    "reminders.deliver": 60,
    "reminders.fill_in": 86_400,
    "reminders.send_digests": 600,
    "documents.tend_batches": 60,
    "reminders.ask_for_years": 3600,
}
# Touched by beat while all is well; for the container's health check.
BEAT_ALIVE_FILE = env("BEAT_ALIVE_FILE", default="")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_tokens": {"()": "common.logs.WithoutTokens"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["without_tokens"],
        },
        "nowhere": {"class": "logging.NullHandler"},
    },
    # Both log whole addresses, with a robot's secret in them; what matters stands in the outbox.
    "loggers": {
        name: {"handlers": ["nowhere"], "level": "CRITICAL", "propagate": False}
        for name in ("apprise", "urllib3")
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}
