"""The one style sheet of the pages, put together from the files that people edit.

A page asks for one file and waits for nothing else. A palette is written once in `css/themes/`; it holds
where a reader chose it (`common/appearance.py`) and, where they chose none, where their system asks for it.
Palettes are for screens: paper is always light.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SHEET = "css/site.css"
FOUNDATION = ("vendor/bootstrap/bootstrap.min.css", "css/portal.css", "css/components.css")
PAGES = (
    "sign-in",
    "plan",
    "reports",
    "replies",
    "dashboards",
    "wall",
    "ledger",
    "documents",
    "rules",
    "calendar",
)
SYSTEM_ASKS = {"dark": "(prefers-color-scheme: dark)", "contrast": "(prefers-contrast: more)"}
ANY_ROOT = ":root {"


def sheet() -> str:
    files = (*FOUNDATION, *(f"css/{name}.css" for name in PAGES))
    parts = [_read(name) for name in files]
    parts += [part for name, asked in SYSTEM_ASKS.items() for part in _palette(name, asked)]
    parts.append(f"@media print {{\n{_read('css/print.css')}\n}}")
    return "\n".join(parts)


def _palette(name: str, asked: str) -> Iterator[str]:
    rules = _read(f"css/themes/{name}.css")
    for_all = rules.replace(ANY_ROOT, ":root:not([data-theme]) {")
    chosen = rules.replace(ANY_ROOT, f':root[data-theme="{name}"] {{')
    yield f"@media screen and {asked} {{\n{for_all}\n}}"
    yield f"@media screen {{\n{chosen}\n}}"


def _read(name: str) -> str:
    return (settings.BASE_DIR / "static" / name).read_text()


class SheetFinder(BaseFinder):
    """Gives `css/site.css` to collectstatic and to the development server."""

    def find(self, path: str, find_all: bool = False) -> Any:  # Django calls it so
        found = str(_put_together()) if path == SHEET else None
        return ([found] if found else []) if find_all else found

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        _put_together()
        yield SHEET, FileSystemStorage(location=_folder())


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "styles"


def _put_together() -> Path:
    """Written only when it changes, and in one move: several processes may ask at once."""
    path, text = _folder() / SHEET, sheet()
    if path.exists() and path.read_text() == text:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, delete=False) as new:
        new.write(text)
    Path(new.name).replace(path)
    return path
