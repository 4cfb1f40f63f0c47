"""What the boards show of a standing: the words, the marks and the addresses of each row."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.charts import Curve, ProgressBars, SmallCurves
from common.charts.drawing import Chart
from common.errors import NotVisibleError
from dashboards.addresses import NOWHERE, Rows
from dashboards.asking import Question, query_of
from dashboards.board_charts import charts_of, leaf_curves, total_curve
from dashboards.charts import progress_chart, row_label
from dashboards.partners import partners_context
from dashboards.standing import PlanStanding
from dashboards.standing.shapes import (
    Arrears,
    FilingStanding,
    Laggard,
    LeafStanding,
    MeasureTotal,
    Punctuality,
    Stage,
    StageSummary,
    State,
    TargetStanding,
    UnitRef,
)
from dashboards.standing.words import (
    ACTOR_WORDS,
    ARREARS_WORDS,
    LIGHT_WORDS,
    STATE_WORDS,
)
from dashboards.supervision import supervision_context
from motions.words import RESULT_WORDS
from replies.rate_words import RateFigure, rate_figures
from reports.progress import Light

Words = str | Promise

# Tone and symbol of templates/components/badge.html.
STATE_LOOKS = {
    State.NOT_DUE: ("neutral", "circle"),
    State.DRAFT: ("draft", "pen"),
    State.MISSING: ("danger", "octagon"),
    State.SUBMITTED: ("info", "send"),
    State.UNDER_REVIEW: ("info", "eye"),
    State.RETURNED: ("returned", "return"),
    State.ACCEPTED: ("ok", "check-circle"),
    State.CORRECTION_ASKED: ("warn", "pen"),
    State.CORRECTING: ("warn", "pen"),
}
LIGHT_LOOKS = {
    Light.ON_PACE: ("ok", "check-circle"),
    Light.SLOW: ("warn", "triangle"),
    Light.BEHIND: ("danger", "octagon"),
}
ARREARS_TONES = {
    Arrears.MISSING: "danger",
    Arrears.CORRECTION: "danger",
    Arrears.REVIEW: "danger",
    Arrears.LATE: "warn",
}


@dataclass(frozen=True)
class Cell:
    """`timing` says on time or late, empty while it is neither. `address` is empty for words only."""

    filing: FilingStanding
    word: Words
    tone: str
    icon: str
    timing: str
    is_late: bool
    address: str


@dataclass(frozen=True)
class MatrixRow:
    unit: UnitRef
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Column:
    stage: Stage
    summary: StageSummary


@dataclass(frozen=True)
class ProgressLine:
    leaf: LeafStanding
    target: TargetStanding
    label: str
    scope: str
    light: Words
    tone: str
    icon: str


@dataclass(frozen=True)
class SharedMeasure:
    """The sum of a measure that several leaves share. `key`: of its group on the board."""

    key: str
    total: MeasureTotal


@dataclass(frozen=True)
class MeasureGroup:
    """One measure of many leaves with its sum, or everything else together without one.

    `curve` and `leaf_curves` show how the sum and its parts grew.
    """

    key: str
    title: str
    total: MeasureTotal | None
    lines: tuple[ProgressLine, ...]
    chart: ProgressBars
    curve: Curve | None = None
    leaf_curves: SmallCurves | None = None

    @property
    def charts(self) -> tuple[Chart, ...]:
        return tuple(row for row in (self.chart, self.curve, self.leaf_curves) if row)


@dataclass(frozen=True)
class LeafLine:
    """`done` milestones are accepted as reached, `waiting` ones only reported.

    `result`: how the leaf was closed, empty while it is open.
    """

    leaf: LeafStanding
    done: int
    waiting: int
    result: Words


@dataclass(frozen=True)
class LaggardLine:
    laggard: Laggard
    word: Words
    tone: str
    timing: str
    actor: Words
    address: str


def cell_of(filing: FilingStanding, *, is_past: bool) -> Cell:
    tone, icon = STATE_LOOKS[filing.state]
    return Cell(
        filing=filing,
        word=STATE_WORDS[filing.state],
        tone=tone,
        icon=icon,
        timing=_timing(filing),
        is_late=filing.punctuality in {Punctuality.LATE, Punctuality.MISSING},
        address=filing_address(filing, is_past=is_past),
    )


def _timing(filing: FilingStanding) -> str:
    late = filing.days_late
    if filing.punctuality == Punctuality.LATE:
        return ngettext("迟报 %(n)s 天", "迟报 %(n)s 天", late) % {"n": late}
    if filing.punctuality == Punctuality.MISSING:
        return ngettext("逾期 %(n)s 天", "逾期 %(n)s 天", late) % {"n": late}
    return _("按时报送") if filing.punctuality == Punctuality.ON_TIME else ""


def filing_address(filing: FilingStanding, *, is_past: bool) -> str:
    """The filing as it is now, or the version that stood on the past day."""
    if filing.filing_id is None or filing.version is None:
        return ""
    if not is_past:
        return reverse("filing", args=[filing.filing_id])
    return reverse("filing_version", args=[filing.filing_id, filing.version.number])


def matrix_of(standing: PlanStanding, *, is_past: bool) -> tuple[MatrixRow, ...]:
    return tuple(
        MatrixRow(unit, tuple(cell_of(cell, is_past=is_past) if cell else None for cell in cells))
        for unit, cells in standing.matrix
    )


def columns_of(standing: PlanStanding) -> tuple[Column, ...]:
    return tuple(Column(row.stage, row) for row in standing.stage_summaries)


def measure_groups(standing: PlanStanding, rows: Rows = NOWHERE) -> tuple[MeasureGroup, ...]:
    """First the measures that several leaves share, each with its sum; then all others."""
    shared = shared_measures(standing)
    names = {(row.total.name, row.total.unit) for row in shared}
    pairs = [(leaf, target) for leaf in standing.leaves for target in leaf.progress_targets]
    groups = [
        _shared_group(
            row,
            [
                pair
                for pair in pairs
                if (pair[1].name, pair[1].unit) == (row.total.name, row.total.unit)
            ],
            standing.year,
            rows,
        )
        for row in shared
    ]
    others = [(leaf, target) for leaf, target in pairs if (target.name, target.unit) not in names]
    if others:
        title = _("其他指标") if shared else _("指标")
        chart = progress_chart("measure-others-chart", title, others)
        lines = tuple(_line(*pair) for pair in others)
        groups.append(MeasureGroup("measure-others", title, None, lines, chart))
    return tuple(groups)


def shared_measures(standing: PlanStanding) -> tuple[SharedMeasure, ...]:
    shared = (row for row in standing.measure_totals if not row.is_scope and row.leaves > 1)
    return tuple(SharedMeasure(f"measure-{n}", total) for n, total in enumerate(shared, start=1))


def _shared_group(
    measure: SharedMeasure,
    pairs: list[tuple[LeafStanding, TargetStanding]],
    year: int,
    rows: Rows,
) -> MeasureGroup:
    key, total = measure.key, measure.total
    return MeasureGroup(
        key=key,
        title=total.name,
        total=total,
        lines=tuple(_line(*pair) for pair in pairs),
        chart=progress_chart(f"{key}-chart", total.name, pairs),
        curve=total_curve(f"{key}-curve", total, year, rows),
        leaf_curves=leaf_curves(f"{key}-curves", total, pairs, year, rows),
    )


def chart_named(standing: PlanStanding, key: str) -> Chart:
    """The same as on the page."""
    of_measures = {row.key: row for group in measure_groups(standing) for row in group.charts}
    chart = (of_measures | charts_of(standing)).get(key)
    if chart is None:
        raise NotVisibleError
    return chart


def _line(leaf: LeafStanding, target: TargetStanding) -> ProgressLine:
    tone, icon = LIGHT_LOOKS[target.light] if target.light else ("", "")
    scope = (f"{row.name} {row.words}" for row in leaf.scope_targets)
    return ProgressLine(
        leaf=leaf,
        target=target,
        label=row_label(leaf, target),
        scope=_("，").join(scope),
        light=LIGHT_WORDS[target.light] if target.light else "",
        tone=tone,
        icon=icon,
    )


def leaf_lines(standing: PlanStanding) -> tuple[LeafLine, ...]:
    return tuple(
        LeafLine(
            leaf,
            done=sum(row.accepted is not None for row in leaf.milestones),
            waiting=sum(
                row.accepted is None and row.submitted is not None for row in leaf.milestones
            ),
            result=RESULT_WORDS[leaf.closing.result] if leaf.closing else "",
        )
        for leaf in standing.leaves
    )


def laggard_lines(laggards: Iterable[Laggard], *, is_past: bool) -> tuple[LaggardLine, ...]:
    return tuple(_laggard(row, is_past=is_past) for row in laggards)


def _laggard(row: Laggard, *, is_past: bool) -> LaggardLine:
    actor = row.filing.next_actor
    return LaggardLine(
        laggard=row,
        word=ARREARS_WORDS[row.kind],
        tone=ARREARS_TONES[row.kind],
        timing=_arrears_words(row),
        actor=ACTOR_WORDS[actor] if actor else "",
        address=filing_address(row.filing, is_past=is_past),
    )


def _arrears_words(row: Laggard) -> str:
    if row.kind == Arrears.LATE:
        return ngettext("迟 %(n)s 天", "迟 %(n)s 天", row.days) % {"n": row.days}
    return ngettext("已逾期 %(n)s 天", "已逾期 %(n)s 天", row.days) % {"n": row.days}


def _reply_rates(standing: PlanStanding, rows: Rows) -> list[RateFigure]:
    """Each leads to the rows it is counted from."""
    if standing.replies is None:
        return []
    addresses = (
        rows("motions"),
        rows("motions"),
        rows("replies", only="rated"),
        rows("replies", only="silent"),
        rows("promises"),
    )
    return [
        replace(row, address=address)
        for row, address in zip(rate_figures(standing.replies), addresses, strict=True)
    ]


def late_context(standing: PlanStanding, question: Question) -> dict[str, Any]:
    """What every page of a standing begins with, and who is late."""
    return {
        "standing": standing,
        "plan": standing.plan,
        "question": question,
        "moment_query": f"?at={question.day.isoformat()}" if question.day else "",
        "board_query": query_of(question),
        "columns": columns_of(standing),
        "laggards": laggard_lines(standing.laggards, is_past=question.day is not None),
    }


def shared_context(standing: PlanStanding, question: Question) -> dict[str, Any]:
    """What boards and homes share; no chart among it."""
    is_past = question.day is not None
    return {
        **late_context(standing, question),
        **supervision_context(standing),
        "matrix": matrix_of(standing, is_past=is_past),
        "measures": shared_measures(standing),
        "scope_totals": [row for row in standing.measure_totals if row.is_scope],
        "queue": [cell_of(row, is_past=is_past) for row in standing.queue],
    }


def board_context(standing: PlanStanding, question: Question) -> dict[str, Any]:
    """Everything the parts of templates/dashboards/ need."""
    rows = Rows(standing.plan.pk, query_of(question))
    return {
        **shared_context(standing, question),
        "groups": measure_groups(standing, rows),
        "charts": charts_of(standing, rows),
        "leaf_lines": leaf_lines(standing),
        "partners": partners_context(standing),
        "reply_rates": _reply_rates(standing, rows),
    }
