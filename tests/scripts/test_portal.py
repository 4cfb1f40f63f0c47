"""`make run`: given a folder, when the portal is started, stopped or killed, then nothing is left behind."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.services import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
READY = "The portal is ready"
NOT_PASSED_ON = {"DATABASE_URL", "REDIS_URL", "STATICFILES_BACKEND"}


class Started:
    """One `make run`: its parent stands for make."""

    def __init__(self, var_dir: Path, port: int | str) -> None:
        self.var_dir = var_dir
        self.address = f"http://127.0.0.1:{port}"
        self.output = var_dir / "output.txt"
        environment = {k: v for k, v in os.environ.items() if k not in NOT_PASSED_ON}
        environment |= {"VAR_DIR": str(var_dir), "PORT": str(port), "HOST": "127.0.0.1"}
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "scripts.portal"],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def said(self) -> str:
        return self.output.read_text()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + 300  # on a machine that does other things as well
        while READY not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.2)

    def descendants(self) -> set[int]:
        parents = {pid: status[1] for pid, status in every_process().items()}
        found: set[int] = set()
        level = {self.process.pid}
        while level:
            level = {pid for pid, parent in parents.items() if int(parent) in level}
            found |= level
        return found


def every_process() -> dict[int, list[str]]:
    """State, parent and so on of each process that is not merely waiting to be reaped."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            status = path.read_text().rpartition(")")[2].split()
            if status[0] != "Z":
                found[int(path.parent.name)] = status
    return found


def all_gone_within(seconds: float, processes: set[int]) -> bool:
    deadline = time.monotonic() + seconds
    while processes & every_process().keys():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


@pytest.fixture
def started(tmp_path: Path) -> Iterator[list[Started]]:
    portals: list[Started] = []
    yield portals
    for portal in portals:
        portal.process.terminate()
        portal.process.wait(30)


def test_a_portal_leaves_nothing_behind_however_it_ends(
    started: list[Started], tmp_path: Path
) -> None:
    port = free_port()
    portal = Started(tmp_path, port)
    started.append(portal)
    portal.wait_until_ready()

    with urllib.request.urlopen(f"{portal.address}/healthz", timeout=10) as answer:
        assert answer.status == 200
        assert all(json.load(answer)["last_tick"].values()), "every job of the schedule has run"
    assert portal.address in portal.said()
    assert "gongxin-clerk" in portal.said()
    assert "make demo" in portal.said()

    left = portal.descendants()
    assert len(left) >= 7  # broker, web server and its two workers, two workers for jobs, beat
    portal.process.kill()
    portal.process.wait()
    assert all_gone_within(5, left)

    again = Started(tmp_path, port)
    started.append(again)
    again.wait_until_ready()
    left = again.descendants()
    again.process.send_signal(signal.SIGINT)
    assert again.process.wait(30) == 0
    assert all_gone_within(1, left)
    assert "The portal has stopped." in again.said()


def test_a_taken_port_is_said_before_anything_starts(
    started: list[Started], tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        portal = Started(tmp_path, taken.getsockname()[1])
        assert portal.process.wait(30) == 1

    assert "is taken by another program" in portal.said()
    assert not (tmp_path / "portal.sqlite3").exists()


def test_a_word_in_place_of_the_port_is_refused(tmp_path: Path) -> None:
    portal = Started(tmp_path, "eighty")

    assert portal.process.wait(30) == 1
    assert "PORT=eighty is no port number" in portal.said()


def test_a_second_portal_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "portal.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        portal = Started(tmp_path, free_port())
        assert portal.process.wait(30) == 1

    assert "already running from this folder" in portal.said()
