"""The containers of the trial: a project of its own, so that an installation on this machine stays as it is."""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROJECT = "motion-portal-trial"
PORTAL = ("web", "worker", "beat")
SERVICES = (*PORTAL, "database", "broker")
IMAGE = "motion-portal"


class Failed(Exception):  # noqa: N818  # a sentence for the person at the terminal
    pass


class Trial:
    """`.env.example` as it stands, with the two secrets made and a free port."""

    def __init__(self, folder: Path, port: int) -> None:
        self.secrets = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "SEALING_KEYS": secrets.token_urlsafe(50),
            "POSTGRES_PASSWORD": secrets.token_hex(24),
        }
        example = (ROOT / ".env.example").read_text("utf-8")
        self.settings = dict(re.findall(r"^([A-Z_]+)=(.*)$", example, re.MULTILINE))
        self.settings |= self.secrets | {"PORTAL_LISTEN": f"127.0.0.1:{port}"}
        self.env_file = folder / "env"
        self.env_file.write_text("".join(f"{k}={v}\n" for k, v in self.settings.items()))

    def compose(self, *command: str, typed: str = "", env_file: Path | None = None) -> str:
        files = ["--project-name", PROJECT, "--env-file", str(env_file or self.env_file)]
        # What is set in this shell would win over the file.
        around = {k: v for k, v in os.environ.items() if k not in self.settings}
        return _said(["docker", "compose", *files, *command], typed=typed, environment=around)

    def states(self, service: str) -> list[dict[str, Any]]:
        """Of every container of a service."""
        containers = self.compose("ps", "--all", "--quiet", service).split()
        return json.loads(docker("inspect", *containers))

    def has_started_again(self) -> bool:
        states = self.states("worker")
        restarts = sum(state["RestartCount"] for state in states)
        return restarts > 0 and all(s["State"]["Health"]["Status"] == "healthy" for s in states)

    def queued(self) -> int:
        return int(self.compose("exec", "-T", "broker", "redis-cli", "llen", "celery"))

    def python(self, code: str) -> str:
        return self.compose("exec", "-T", "web", "python", "-c", code)


def docker(*command: str) -> str:
    return _said(["docker", *command])


def _said(command: list[str], *, typed: str = "", environment: dict[str, str] | None = None) -> str:
    try:
        ended = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as missing:
        raise Failed(
            f"{missing.filename} is not installed; Docker with compose v2 is needed."
        ) from missing
    if ended.returncode != 0:
        raise Failed(f"{' '.join(command[:8])} …: {ended.stderr.strip()[-2000:]}")
    return ended.stdout


def wait_until(what: str, holds: Any, *, seconds: float) -> float:
    started = time.monotonic()
    while not holds():
        if time.monotonic() - started > seconds:
            raise Failed(f"Not within {seconds:.0f} s: {what}")
        time.sleep(1)
    return time.monotonic() - started
