"""A chart of the board as a file: picture, drawing, or its figures."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from common import clock
from common.charts.drawing import Chart
from common.charts.picture import csv_file, png_file, svg_file
from common.downloads import file_answer
from common.errors import NotVisibleError
from dashboards.asking import question_of, standing_asked
from dashboards.exports.cover import file_name, note_words
from dashboards.pages import chart_named
from dashboards.selectors import readable_plan
from units.access import access_for

KINDS: Mapping[str, tuple[Callable[[Chart, str], bytes], str]] = {
    "svg": (svg_file, "image/svg+xml"),
    "png": (png_file, "image/png"),
    "csv": (csv_file, "text/csv; charset=utf-8"),
}


@require_safe
def chart_file(request: HttpRequest, plan_id: int, key: str, kind: str) -> HttpResponse:
    """Asked for as the board is: what stands in the address there stands here."""
    plan = readable_plan(access_for(request), plan_id)
    if kind not in KINDS:
        raise NotVisibleError
    standing = standing_asked(plan, question_of(request.GET, now=clock.now()))
    chart = chart_named(standing, key)
    make, content_type = KINDS[kind]
    name = f"{file_name(chart.title, standing)}.{kind}"
    return file_answer(make(chart, note_words(standing)), name, content_type)
