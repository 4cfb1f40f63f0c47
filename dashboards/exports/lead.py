"""The leading words of a summary: how it stands, in a few sentences."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from common.templatetags.portal import figure, percent
from dashboards.charts import row_label
from dashboards.standing import PlanStanding
from dashboards.standing.shapes import Arrears, MeasureTotal, Rate
from reports.progress import Light


def lead_sentences(standing: PlanStanding) -> Iterator[str]:
    yield _filed(standing.rate)
    missing = _missing(standing)
    if missing:
        yield _("逾期未报的是%s。") % _("、").join(missing)
    for total in standing.measure_totals:
        if total.leaves > 1 and not total.is_scope and total.accepted is not None:
            yield reached(total)
    yield from paces(standing)


def _filed(rate: Rate) -> str:
    if not rate.due:
        return _("还没有到期的阶段报告。")
    return _(
        "到期的阶段报告 %(due)s 份，按时 %(on_time)s 份、迟报 %(late)s 份、未报 %(missing)s 份，"
        "按时报送率 %(percent)s。"
    ) % {
        "due": rate.due,
        "on_time": rate.on_time,
        "late": rate.late,
        "missing": rate.missing,
        "percent": percent(rate.percent),
    }


def _missing(standing: PlanStanding) -> list[str]:
    """Each unit once, with the stages it has not filed for."""
    stages: dict[str, list[str]] = {}
    for row in standing.laggards:
        if row.kind == Arrears.MISSING:
            stages.setdefault(row.filing.unit.name, []).append(row.filing.stage.label)
    return [
        _("%(unit)s（%(stages)s）") % {"unit": unit, "stages": _("、").join(labels)}
        for unit, labels in stages.items()
    ]


def reached(total: MeasureTotal) -> str:
    return _("%(name)s已审核 %(accepted)s %(unit)s，为目标 %(goal)s %(unit)s的 %(percent)s。") % {
        "name": total.name,
        "accepted": figure(total.accepted),
        "goal": figure(total.goal),
        "unit": total.unit,
        "percent": percent(total.percent),
    }


def paces(standing: PlanStanding) -> Iterator[str]:
    lit = [
        (leaf, target)
        for leaf in standing.leaves
        for target in leaf.progress_targets
        if target.light
    ]
    if not lit:
        return
    seen = Counter(target.light for _leaf, target in lit)
    words = _(
        "%(all)s 个有已审核数的指标中，达到序时进度 %(on_pace)s 个、略慢 %(slow)s 个、落后 %(behind)s 个"
    ) % {
        "all": len(lit),
        "on_pace": seen[Light.ON_PACE],
        "slow": seen[Light.SLOW],
        "behind": seen[Light.BEHIND],
    }
    behind = [row_label(leaf, target) for leaf, target in lit if target.light == Light.BEHIND]
    if behind:
        words += _("，落后的是%s") % _("、").join(behind)
    yield words + _("。")
