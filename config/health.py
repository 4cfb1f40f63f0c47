"""`GET /healthz`: 200 when all parts work, else 503; the answer names each part's state.

Worker and beat are seen through their work: beat asks for a sweep every minute and the worker notes
that it ran one. A sweep within the last TICK_MAX_AGE shows both alive, whatever queue lies between.
"""

from datetime import timedelta
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from common.health import ask_database, has_all_migrations
from config.celery import app
from reminders.selectors import last_tick

OK, FAILING, UNKNOWN = "ok", "failing", "unknown"
# Three sweeps. In the first minutes after a restart a sweep of the run before still counts.
TICK_MAX_AGE = timedelta(minutes=3)
BROKER_TIMEOUTS = {"socket_timeout": 1, "socket_connect_timeout": 1}
PING_SECONDS = 0.5


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    parts = _parts()
    healthy = all(state == OK for state in parts.values())
    status = HTTPStatus.OK if healthy else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"status": OK if healthy else FAILING, **parts}, status=status)


def _parts() -> dict[str, str]:
    parts = dict.fromkeys(("database", "migrations", "broker", "worker", "beat"), UNKNOWN)
    parts["broker"] = OK if _broker_answers() else FAILING
    try:
        ask_database()
        parts["database"] = OK
        parts["migrations"] = OK if has_all_migrations() else FAILING
    except DatabaseError:
        return parts | {"database": FAILING}
    if parts["migrations"] == OK:
        parts |= _jobs(broker=parts["broker"] == OK)
    return parts


def _broker_answers() -> bool:
    try:
        with app.connection_for_read(transport_options=BROKER_TIMEOUTS) as link:
            link.default_channel.client.ping()
    except (OperationalError, RedisError, OSError):
        return False
    return True


def _jobs(*, broker: bool) -> dict[str, str]:
    tick = last_tick()
    if tick is not None and timezone.now() - tick < TICK_MAX_AGE:
        return {"worker": OK, "beat": OK}
    if not broker:
        return {"worker": UNKNOWN, "beat": UNKNOWN}
    if not app.control.ping(timeout=PING_SECONDS):
        return {"worker": FAILING, "beat": UNKNOWN}
    return {"worker": OK, "beat": FAILING}
