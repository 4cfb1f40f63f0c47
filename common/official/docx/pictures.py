"""Charts and QR codes as pictures: Word shows no SVG before 2016, WPS none at all."""

import io
from functools import lru_cache

import resvg_py
import segno

from common.charts import render_chart
from common.charts.drawing import Chart
from common.official.docx.xml import NOT_PRINTED
from common.typefaces import FONTS

PIXELS = 1560  # over 156 mm: 254 dots to the inch
TYPE_FILES = ("hei.ttf", "kai.ttf", "fangsong.otf")


def chart_png(chart: Chart, width: float) -> bytes:
    """`width` in the chart's own units; the picture is as fine whatever it is."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=NOT_PRINTED.sub("", render_chart(chart, width=width)),
            width=PIXELS,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=[str(FONTS / name) for name in TYPE_FILES],
            font_family="Portal Hei",
        )
    )


@lru_cache(maxsize=16)
def qr_png(address: str) -> bytes:
    """Kept for the other copies: it takes half the time of a short document."""
    file = io.BytesIO()
    segno.make(address, error="m", micro=False).save(file, kind="png", scale=8, border=4)
    return file.getvalue()
