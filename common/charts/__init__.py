"""Charts as data: a frozen dataclass in, an SVG and a table with the same figures out."""

from common.charts.ages import AgeBars, AgeRow
from common.charts.curve import Curve, CurvePoint, SmallCurves
from common.charts.drawing import Table
from common.charts.meter import Meter
from common.charts.progress import ProgressBars, ProgressRow
from common.charts.render import render_chart, render_wide_and_narrow
from common.charts.share import Segment, ShareRow, StackedShare
from common.charts.tiles import Tile, TileGrid
from common.charts.timeline import Timeline, TimelineEvent

__all__ = [
    "AgeBars",
    "AgeRow",
    "Curve",
    "CurvePoint",
    "Meter",
    "ProgressBars",
    "ProgressRow",
    "Segment",
    "ShareRow",
    "SmallCurves",
    "StackedShare",
    "Table",
    "Tile",
    "TileGrid",
    "Timeline",
    "TimelineEvent",
    "render_chart",
    "render_wide_and_narrow",
]
