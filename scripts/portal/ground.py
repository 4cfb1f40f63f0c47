"""What has to be had before anything starts: a port, a folder, an environment."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import tempfile
from contextlib import AbstractContextManager, nullcontext
from typing import IO, TYPE_CHECKING

from scripts.portal.words import Refusal

if TYPE_CHECKING:
    from pathlib import Path

FIRST_DAY = "2022-08-24"
HANDED_OUT_ON = "2022-03-16"  # when the sample year begins
LONGEST_SOCKET_FOLDER = 90  # the kernel takes 107 bytes for the path of a socket
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # how to reach such a server from here


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
    *, var_dir: Path, broker_socket: Path, host: str, address: str, first_day: str = FIRST_DAY
) -> dict[str, str]:
    """This portal is its own: a database or broker named in the caller's environment is not used."""
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    hosts = [environment.get("ALLOWED_HOSTS", ""), "127.0.0.1", "localhost", "[::1]"]
    if host not in EVERYWHERE:
        hosts.append(f"[{host}]" if ":" in host else host)
    environment.update(
        DJANGO_SETTINGS_MODULE="config.settings",
        PORTAL_MODE="embedded",
        VAR_DIR=str(var_dir),
        REDIS_URL=f"redis+socket://{broker_socket}",
        ALLOWED_HOSTS=",".join(filter(None, hosts)),
    )
    environment.setdefault("PORTAL_URL", address)
    environment.setdefault("REHEARSAL_CLOCK", first_day)
    return environment
