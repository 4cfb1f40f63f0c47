"""Charts and QR codes as pictures: Word shows no SVG before 2016, WPS none at all."""

import io
from functools import lru_cache

import segno

from common.charts import render_chart
from common.charts.drawing import Chart
from common.charts.picture import png_of
from common.official.docx.xml import NOT_PRINTED


def chart_png(chart: Chart, width: float) -> bytes:
    """`width` in the chart's own units."""
    return png_of(NOT_PRINTED.sub("", render_chart(chart, width=width)))


@lru_cache(maxsize=16)
def qr_png(address: str) -> bytes:
    """Kept for the other copies: it takes half the time of a short document."""
    file = io.BytesIO()
    segno.make(address, error="m", micro=False).save(file, kind="png", scale=8, border=4)
    return file.getvalue()
