"""QR codes for pages, drawn here: no service elsewhere learns of the address."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_picture(text: str) -> SafeString:
    svg: str = segno.make(text, error="m").svg_inline(scale=4, svgclass="qr", lineclass=None)
    return mark_safe(svg)  # noqa: S308 - drawn by segno from an address and letters of our own
