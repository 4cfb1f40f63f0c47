#!/usr/bin/env python3
"""Django's command line for the portal, with the settings of `make run` where nothing else is said."""

import os
import sys
from pathlib import Path

OWN_PYTHON = Path(__file__).resolve().parent / ".venv" / "bin" / "python"
FIRST_DAY = "2022-08-24"

try:
    from django.core.management import execute_from_command_line
except ModuleNotFoundError:
    # Called by the machine's own Python: the portal's is beside this file, once `make run` has been.
    if not OWN_PYTHON.exists() or Path(sys.prefix) == OWN_PYTHON.parent.parent:
        raise
    os.execv(OWN_PYTHON, [str(OWN_PYTHON), *sys.argv])  # noqa: S606 - no shell is wanted

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if os.environ.get("PORTAL_MODE", "embedded") == "embedded":
        os.environ.setdefault("REHEARSAL_CLOCK", FIRST_DAY)
    execute_from_command_line(sys.argv)
