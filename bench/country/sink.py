"""An SMTP server in a process of its own that takes everything and counts Message-IDs.

`python -m bench.country.sink PORT`; at SIGTERM it prints what came in, as JSON.
"""

from __future__ import annotations

import json
import re
import signal
import sys
from collections import Counter
from typing import Any

from aiosmtpd.controller import Controller

HOST = "127.0.0.1"
MESSAGE_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Counting:
    def __init__(self) -> None:
        self.mails: Counter[bytes] = Counter()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        found = MESSAGE_ID.search(envelope.content)
        self.mails[found[1] if found else b""] += 1
        return "250 OK"


def main() -> None:
    counting = Counting()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})  # also in the server's own thread
    controller = Controller(counting, hostname=HOST, port=int(sys.argv[1]), ready_timeout=10)
    controller.start()
    print("ready", flush=True)
    signal.sigwait({signal.SIGTERM})
    controller.stop()
    taken = sum(counting.mails.values())
    print(json.dumps({"taken": taken, "different": len(counting.mails)}), flush=True)


if __name__ == "__main__":
    main()
