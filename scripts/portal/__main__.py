"""`python -m scripts.portal`, from start to end."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

import scripts.portal
from scripts.portal.children import ROOT, Portal, services
from scripts.portal.ground import (
    FIRST_DAY,
    HANDED_OUT_ON,
    address_of,
    environment_for,
    hold_folder,
    listen,
    port_number,
    socket_folder,
)
from scripts.portal.words import Refusal, say
from scripts.processes import end_with_parent


class Stop(Exception):  # noqa: N818  # Ctrl-C, a closed terminal, or the end of `make`
    pass


def on_signal(_number: int, _frame: object) -> NoReturn:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # stopping takes a moment and is not to be stopped
    raise Stop


def serve(*, var_dir: Path, demo: bool) -> None:
    host = os.environ.get("HOST") or "127.0.0.1"
    port = port_number(os.environ.get("PORT") or "8000")
    address = address_of(host, port)
    var_dir.mkdir(parents=True, exist_ok=True)
    with hold_folder(var_dir), listen(host, port) as listener, socket_folder(var_dir) as folder:
        broker_socket = Path(folder) / "valkey.sock"
        environment = environment_for(
            var_dir=var_dir,
            broker_socket=broker_socket,
            host=host,
            address=address,
            first_day=HANDED_OUT_ON if demo else FIRST_DAY,
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
    parser = argparse.ArgumentParser(description=scripts.portal.__doc__)
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
