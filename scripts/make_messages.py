"""Brings locale/*/LC_MESSAGES/django.po up to date with the strings in code and templates."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def make_messages(root: Path, *, var_dir: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale", "en", "--verbosity", "0"]
        + ["--no-wrap", "--no-obsolete", "--add-location", "file"]
        + [
            "--ignore",
            ".venv",
            "--ignore",
            "var",
            "--ignore",
            "tests",
            "--ignore",
            "scripts",
            "--ignore",
            "bench",
        ],
        cwd=root,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "VAR_DIR": str(var_dir)},
        check=True,
    )


if __name__ == "__main__":
    make_messages(ROOT, var_dir=ROOT / "var")
