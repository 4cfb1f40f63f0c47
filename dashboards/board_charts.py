"""The charts of the board by key, for the page and for the files people take away."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from common.charts import (
    AgeBars,
    AgeRow,
    Curve,
    CurvePoint,
    Segment,
    ShareRow,
    SmallCurves,
    StackedShare,
    Tile,
    TileGrid,
)
from common.charts.drawing import Chart, figure
from dashboards.addresses import NOWHERE, Rows
from dashboards.charts import row_label, timeline
from dashboards.standing import PlanStanding
from dashboards.standing.shapes import (
    FigureStanding,
    LeafStanding,
    MeasureTotal,
    RegionShare,
    RegionStanding,
    StageSummary,
    State,
    TargetStanding,
    measure_label,
)
from dashboards.supervision import holder_words
from replies.rates import MotionStanding
from replies.words import VERDICT_WORDS
from replies.workflow import Verdict
from reports.progress import Light, pace_at
from tasks.models import Milestone

Pairs = Iterable[tuple[LeafStanding, TargetStanding]]

# Looks of common.charts.share, and the states of a filing that count as each.
STAGE_LOOKS = (
    ("accepted", (State.ACCEPTED,)),
    ("submitted", (State.SUBMITTED, State.UNDER_REVIEW, State.CORRECTION_ASKED)),
    ("returned", (State.RETURNED, State.CORRECTING)),
    ("missing", (State.MISSING,)),
    ("draft", (State.DRAFT,)),
    ("not_due", (State.NOT_DUE,)),
)
VERDICT_LOOKS = (
    ("accepted", Verdict.SATISFIED),
    ("submitted", Verdict.BASICALLY),
    ("returned", Verdict.DISSATISFIED),
)
MOST_OF_A_LABEL = 40
# What a unit's name says beyond the place. On a tile there is no room for it; the table has it whole.
BODIES = ("人民政府", "管理委员会", "管委会")


def charts_of(standing: PlanStanding, rows: Rows = NOWHERE) -> dict[str, Chart]:
    """All but those of single measures. A chart that has nothing to show is left out.

    `rows`: where the figures lead, on a page.
    """
    return {chart.key: chart for chart in _charts(standing, rows)}


def _charts(standing: PlanStanding, rows: Rows) -> Iterator[Chart]:
    if standing.stage_summaries:
        yield stages_chart(standing, rows)
    if standing.deadlines:
        yield timeline("timeline", standing, rows)
    if standing.regions:
        yield regions_chart(standing, rows)
    if any(leaf.milestones for leaf in standing.leaves):
        yield milestones_chart(standing, rows)
    if standing.replies and standing.replies.letters:
        yield verdicts_chart(standing.replies.motions, rows)
    if any(row.is_open for row in standing.difficulties):
        yield ages_chart(standing, rows)


def total_curve(key: str, total: MeasureTotal, year: int, rows: Rows = NOWHERE) -> Curve:
    start, end = date(year, 1, 1), date(year, 12, 31)
    have = _("%(all)s 项中 %(have)s 项有数")
    submitted = None
    if total.submitted is not None and total.submitted_as_of:
        day = total.submitted_as_of
        pace = pace_at(total.goal, min(day, end)) if total.goal else None
        submitted = CurvePoint(
            day,
            _("待审核"),
            total.submitted,
            pace,
            _("计入待审核的数"),
            rows("tasks", measure=total.label),
        )
    return Curve(
        key=key,
        title=_("%s累计") % total.name,
        unit=total.unit,
        goal=total.goal,
        start=start,
        end=end,
        points=[
            CurvePoint(
                row.as_of,
                row.stage.label,
                row.value,
                row.pace,
                have % {"all": total.leaves, "have": row.with_figure},
                rows("growth", measure=total.label, only=f"stage-{row.stage.number}"),
            )
            for row in total.by_stage
        ],
        submitted=submitted,
    )


def leaf_curves(
    key: str, total: MeasureTotal, pairs: Pairs, year: int, rows: Rows = NOWHERE
) -> SmallCurves:
    """One a leaf: where the leaves are industries, the industries side by side."""
    curves = [
        replace(
            _leaf_curve(f"{key}-{target.id}", leaf, target, year),
            address=rows.target(leaf.key, target.id),
        )
        for leaf, target in pairs
        if target.goal
    ]
    return SmallCurves(key, _("%s逐项累计") % total.name, curves)


def _leaf_curve(key: str, leaf: LeafStanding, target: TargetStanding, year: int) -> Curve:
    goal, end = target.goal or Decimal(0), date(year, 12, 31)

    def point(row: FigureStanding) -> CurvePoint:
        pace = pace_at(goal, min(row.as_of, end))
        return CurvePoint(row.as_of, row.source.stage.label, row.value, pace)

    return Curve(
        key=key,
        title=row_label(leaf, target),
        unit=target.unit,
        goal=goal,
        start=date(year, 1, 1),
        end=end,
        points=[point(row) for row in target.by_stage],
        submitted=point(target.submitted) if target.submitted else None,
        is_slow=target.light == Light.SLOW,
    )


def stages_chart(standing: PlanStanding, rows: Rows = NOWHERE) -> StackedShare:
    bars = [
        ShareRow(row.stage.label, _stage_segments(row, rows), rows("filings", row.stage.id))
        for row in standing.stage_summaries
    ]
    return StackedShare("stages", _("各阶段报送情况"), bars, _("份报告"))


def _stage_segments(row: StageSummary, rows: Rows) -> list[Segment]:
    words = {
        "accepted": _("已审核"),
        "submitted": _("在办公室"),
        "returned": _("已退回或更正中"),
        "missing": _("逾期未报"),
        "draft": _("起草中"),
        "not_due": _("未到期"),
    }
    return [
        Segment(
            look,
            words[look],
            sum(row.counts[state] for state in states),
            rows("filings", row.stage.id, only=f"as_{look}"),
        )
        for look, states in STAGE_LOOKS
    ]


def milestones_chart(standing: PlanStanding, rows: Rows = NOWHERE) -> StackedShare:
    """By what is asked of them: to be completed, to be started, …"""
    found = [row for leaf in standing.leaves for row in leaf.milestones]
    kinds = [kind for kind in Milestone.Kind if any(row.kind == kind for row in found)]
    bars = []
    for kind in kinds:
        own = [row for row in found if row.kind == kind]
        done = sum(row.accepted is not None for row in own)
        waiting = sum(row.accepted is None and row.submitted is not None for row in own)
        segments = [
            Segment("accepted", _("已审核完成"), done, _milestones(rows, kind, "done")),
            Segment("submitted", _("报完成，待审核"), waiting, _milestones(rows, kind, "waiting")),
            Segment(
                "not_due",
                _("未报完成"),
                len(own) - done - waiting,
                _milestones(rows, kind, "open"),
            ),
        ]
        bars.append(ShareRow(str(kind.label), segments, _milestones(rows, kind)))
    return StackedShare("milestones", _("项目节点完成情况"), bars, _("个节点"))


def _milestones(rows: Rows, kind: Milestone.Kind, *names: str) -> str:
    return rows("milestones", only=".".join((f"is_{kind.value}", *names)))


def verdicts_chart(motions: Iterable[MotionStanding], rows: Rows = NOWHERE) -> StackedShare:
    """On the result, each deputy once; who has not answered is counted apart."""
    bars = [
        ShareRow(row.motion, _verdicts(row, rows), rows("replies", only=f"{row.rows}.counted"))
        for row in motions
        if row.letters
    ]
    return StackedShare("verdicts", _("代表对办理结果的评价"), bars, _("名代表"))


def _verdicts(row: MotionStanding, rows: Rows) -> list[Segment]:
    def counted(name: str) -> str:
        return rows("replies", only=f"{row.rows}.{name}")

    return [
        *(
            Segment(
                look,
                str(VERDICT_WORDS[verdict]),
                row.results[verdict.value],
                counted(verdict.value),
            )
            for look, verdict in VERDICT_LOOKS
        ),
        Segment("not_due", _("未评价"), row.silent, counted("silent")),
    ]


def ages_chart(standing: PlanStanding, rows: Rows = NOWHERE) -> AgeBars:
    found = sorted((row for row in standing.difficulties if row.is_open), key=lambda row: -row.age)
    return AgeBars(
        "ages",
        _("未解决的困难"),
        [
            AgeRow(
                f"{row.unit} · {_in_short(row.what)}",
                row.age,
                row.held,
                str(holder_words(row)),
                rows.difficulty(row.id),
            )
            for row in found
        ],
    )


def _in_short(text: str) -> str:
    return Truncator(text.strip().rstrip("。.；;")).chars(MOST_OF_A_LABEL)


def regions_chart(standing: PlanStanding, rows: Rows = NOWHERE) -> TileGrid:
    regions = standing.regions
    heads = [(share.name, share.unit) for share in regions[0].shares]
    return TileGrid(
        key="regions",
        title=_("各地办理情况"),
        finding=_regions_finding(regions),
        tiles=[_tile(row, rows) for row in regions],
        looks=(
            ("good", _("到期函告已到齐")),
            ("late", _("到齐，有迟到的")),
            ("overdue", _("有逾期未到的")),
            ("waiting", _("还没有到期的函告")),
        ),
        header=(
            _("地方"),
            _("情况"),
            _("函告已到"),
            _("函告应到"),
            _("逾期未到"),
            _("未解决的困难"),
            *(_("{name}（{unit}）").format(name=name, unit=unit) for name, unit in heads),
        ),
    )


def _look(row: RegionStanding) -> str:
    if row.overdue:
        return "overdue"
    if not row.due:
        return "waiting"
    return "late" if row.late else "good"


def _look_words(row: RegionStanding) -> str:
    return {
        "overdue": _("逾期 {n}").format(n=row.overdue),
        "late": _("迟到 {n}").format(n=row.late),
        "good": _("已到齐"),
        "waiting": _("未到期"),
    }[_look(row)]


def _tile(row: RegionStanding, rows: Rows) -> Tile:
    def owed(only: str = "contribution") -> str:
        return rows("partners", partner=row.unit.id, only=only)

    lines = [_("函告 {have}/{all}").format(have=row.arrived, all=row.owed)]
    lines += [
        f"{figure(share.told)} {share.unit}" for share in row.shares if share.told is not None
    ][:1]
    if row.difficulties:
        lines.append(_("困难 {n} 件").format(n=row.difficulties))
    return Tile(
        name=_place_name(row.unit.name),
        whole=row.unit.name,
        look=_look(row),
        word=_look_words(row),
        lines=tuple(lines),
        cells=(
            str(row.arrived),
            str(row.owed),
            str(row.overdue),
            str(row.difficulties),
            *(_share_words(share) for share in row.shares),
        ),
        row=row.place[0] if row.place else None,
        column=row.place[1] if row.place else None,
        address=owed(),
        addresses=(
            owed("contribution.in"),
            owed(),
            owed("contribution.overdue"),
            rows("difficulties", partner=row.unit.id, only="open"),
            *(
                rows("shares", partner=row.unit.id, measure=measure_label(share.name, share.unit))
                for share in row.shares
            ),
        ),
    )


def _share_words(share: RegionShare) -> str:
    told = figure(share.told)
    if not share.allocated:
        return told
    return _("{told}（分解 {allocated}）").format(told=told, allocated=share.allocated)


def _place_name(name: str) -> str:
    for body in BODIES:
        if name.endswith(body) and name != body:
            return name.removesuffix(body)
    return name


def _regions_finding(rows: Iterable[RegionStanding]) -> str:
    rows = list(rows)
    seen = Counter(map(_look, rows))
    words = _(
        "{all} 个地方中，到期函告到齐 {good} 个，到齐但有迟到 {late} 个，"
        "有逾期未到 {overdue} 个，还没有到期函告 {waiting} 个{most}。"
    )
    worst = max(rows, key=lambda row: row.overdue)
    most = _("；逾期最多的是{name}（{n} 项）").format(
        name=_place_name(worst.unit.name), n=worst.overdue
    )
    return words.format(
        all=len(rows),
        good=seen["good"],
        late=seen["late"],
        overdue=seen["overdue"],
        waiting=seen["waiting"],
        most=most if worst.overdue else "",
    )
