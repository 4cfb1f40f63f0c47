"""QR codes for pages and papers, drawn here: nobody elsewhere learns of the address."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str, *, says: str) -> SafeString:
    """As an image; `says` is its alternative text."""
    code = segno.make(text, error="m", micro=False)
    size = code.symbol_size(border=0)[0]
    path = "".join(_runs(code.matrix))
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {} {}" role="img">'
        '<title>{}</title><path fill="#000" d="{}"/></svg>',
        size,
        size,
        says,
        mark_safe(path),  # noqa: S308  # drawn by segno
    )


def _runs(matrix: Sequence[bytearray]) -> Iterator[str]:
    """Dark squares side by side as one oblong: a third of the path."""
    for y, row in enumerate(matrix):
        x = 0
        for is_dark, squares in groupby(row):
            wide = len(list(squares))
            if is_dark:
                yield f"M{x} {y}h{wide}v1h-{wide}z"
            x += wide
