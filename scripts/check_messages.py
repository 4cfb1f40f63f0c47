"""Every string on screen has its English, and the catalogue holds no other.

The catalogue is made anew in a copy of the project: what is then new, empty, doubtful or gone is a fault.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po

from scripts.make_messages import ROOT, make_messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog, Message

CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")
MARKED = re.compile(
    r"{#.*?#}|{% comment.*?{% endcomment %}|{% blocktranslate.*?{% endblocktranslate %}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
# Pages for developers, full of made-up content.
NOT_FOR_PEOPLE = frozenset({"templates/common/gallery.html"})
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def read_catalogue(path: Path) -> Catalog:
    with path.open("rb") as po_file:
        return read_po(po_file)


def copy_sources(target: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file() and name.endswith(
            (".py", ".html", ".txt", ".xml", ".svg", ".po")
        ):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def key(message: Message) -> tuple[str, str | None]:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return text, message.context


def incomplete(made: Catalog) -> Iterator[str]:
    for message in made:
        text, _ = key(message)
        where = ", ".join(sorted({name for name, _ in message.locations}))
        if text and message.fuzzy:
            yield f"doubtful (fuzzy): {text!r} in {where}"
        elif text and not is_translated(message):
            yield f"not translated: {text!r} in {where}"
        for error in message.check(made):
            yield f"{error}: {text!r} in {where}"


def is_translated(message: Message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else message.string
    return bool(strings) and all(strings or [])


def left_over(made: Catalog) -> Iterator[str]:
    if not (ROOT / CATALOGUE).exists():
        return
    used = {key(message) for message in made}
    for message in read_catalogue(ROOT / CATALOGUE):
        if key(message) not in used:
            yield f"used nowhere: {key(message)[0]!r}"


def unmarked_text(root: Path) -> Iterator[str]:
    for path in sorted(root.glob("**/templates/**/*.html")):
        if path.relative_to(root).as_posix() in NOT_FOR_PEOPLE:
            continue
        text = MARKED.sub(
            lambda found: "\n" * found[0].count("\n"), path.read_text(encoding="utf-8")
        )
        for number, line in enumerate(text.splitlines(), start=1):
            for found in CHINESE.findall(line):
                yield f"not marked for translation: {found!r} in {path.relative_to(root)}:{number}"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        copy_sources(copy)
        (copy / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
        make_messages(copy, var_dir=Path(folder) / "var")
        made = read_catalogue(copy / CATALOGUE)
        faults = [*incomplete(made), *left_over(made), *unmarked_text(copy)]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
