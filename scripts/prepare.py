"""Brings database, plan, people and static files up to date before the portal starts.

One process for all of it: importing Django once instead of six times is most of a quick start.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command

from scripts.compile_messages import ROOT, compile_messages

PLAN = ROOT / "fixtures" / "kaifeng-2022-7.json"


def static_fingerprint() -> str:
    """Changes when any static file does, or the way they are stored."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = os.stat(storage.path(name))  # noqa: PTH116  # the storage gives a plain string
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    fingerprint = static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(fingerprint)


def load_plan() -> None:
    """A newer clone may carry a corrected plan file; the plan people already work on stays as it is."""
    try:
        call_command("load_plan", str(PLAN), stdout=io.StringIO())
    except CommandError as error:
        if not apps.get_model("motions", "Plan").objects.exists():
            raise
        print(error, file=sys.stderr)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", action="store_true", help="with sample filings")
    demo = parser.parse_args().demo
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    compile_messages()
    django.setup()
    try:
        call_command("migrate", verbosity=0, interactive=False)
        load_plan()
        call_command("load_demo_people", stdout=io.StringIO())
        if demo:
            call_command("load_demo_filings", stdout=io.StringIO())
        collect_static()
        call_command("load_demo_people", "--list")
    except CommandError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
