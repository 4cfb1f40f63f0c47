"""Chart to SVG."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from common.charts.drawing import Chart, Drawing

WIDE = 640
NARROW = 300


def render_chart(chart: Chart, *, width: float = WIDE, for_print: bool = False) -> SafeString:
    """`width` is in the SVG's own units (text is 15 of them high); it is scaled to its place.

    In print the title says the finding too: it is what WeasyPrint makes the alternative text of.
    """
    return _svg(chart.key, chart, chart.draw(width), for_print=for_print)


def render_wide_and_narrow(chart: Chart) -> SafeString:
    """Both layouts, for `.chart-wide` and `.chart-narrow` to show one of: text keeps its size."""
    return render_to_string(
        "charts/wide_and_narrow.html",
        {
            "wide": _svg(chart.key, chart, chart.draw(WIDE)),
            "narrow": _svg(f"{chart.key}-narrow", chart, chart.draw(NARROW)),
        },
    )


def _svg(key: str, chart: Chart, drawing: Drawing, *, for_print: bool = False) -> SafeString:
    values = {"key": key, "chart": chart, "drawing": drawing, "for_print": for_print}
    return render_to_string("charts/chart.svg", values)
