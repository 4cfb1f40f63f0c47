"""Chromium as tests and measurements start it: quiet, offline, with the portal's own fonts."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def launch(playwright: Playwright) -> Browser:
    environment: dict[str, Any] = os.environ | {
        "FONTCONFIG_FILE": os.environ["BROWSER_FONTCONFIG_FILE"]
    }
    return playwright.chromium.launch(
        executable_path=shutil.which("chromium"),
        args=QUIET,
        chromium_sandbox=os.geteuid() != 0,
        env=environment,
    )
