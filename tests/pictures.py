"""What is seen against a kept picture. REWRITE_PICTURES=1 keeps what is seen now: look at it first."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageFilter

if TYPE_CHECKING:
    from pathlib import Path

# Drawn anew, edges may be a little darker or lighter; a line that moved leaves hundreds of dots.
NOTICED, MOST_DOTS = 48, 12
REWRITES = bool(os.environ.get("REWRITE_PICTURES"))


def difference(seen: Image.Image, kept: Image.Image) -> Image.Image:
    """White where nobody would see one; both are softened first."""
    if seen.size != kept.size:
        return Image.new("L", seen.size, 0)
    soft = [picture.convert("L").filter(ImageFilter.BoxBlur(1)) for picture in (seen, kept)]
    return ImageChops.difference(*soft).point(lambda grey: 0 if grey > NOTICED else 255)


def dots(difference: Image.Image) -> int:
    return difference.histogram()[0]


def looks_as_kept(seen: Image.Image, path: Path, folder: Path, *, colours: int = 16) -> str:
    """Empty, or what differs and where the pictures lie."""
    if REWRITES:
        path.parent.mkdir(exist_ok=True)
        seen.quantize(colours).save(path, optimize=True)
    if not path.exists():
        return f"no picture {path}: REWRITE_PICTURES=1 makes it"
    with Image.open(path) as kept:
        found = difference(seen, kept.convert("RGB"))
    if dots(found) <= MOST_DOTS:
        return ""
    seen.save(folder / f"{path.stem}-seen.png")
    found.save(folder / f"{path.stem}-difference.png")
    return f"{dots(found)} dots differ from {path}: see {folder}/{path.stem}-difference.png"
