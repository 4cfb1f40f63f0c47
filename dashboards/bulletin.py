"""The first wording of a bulletin, from the figures of the board at that moment."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.language import for_others
from dashboards.charts import row_label
from dashboards.exports.lead import lead_sentences
from dashboards.standing import PlanStanding
from dashboards.standing.shapes import Arrears, LeafStanding
from dashboards.standing.words import ARREARS_WORDS
from motions.workflow import Result
from reports.progress import Light
from supervision.services.bulletins import BulletinDraft

WHOLE = 100
NEXT_STEP = gettext_lazy(
    "请滞后事项的牵头单位查明原因、明确措施和完成时间，未报送的立即报送；督查局将对滞后事项跟踪督办，逐件销号。"
)


def is_done(leaf: LeafStanding) -> bool:
    """Closed by the office as met, or reached in every figure and every named project."""
    if leaf.closing is not None:
        return leaf.closing.result == Result.MET
    asked = [*leaf.progress_targets, *leaf.milestones]
    reached = all((target.percent or 0) >= WHOLE for target in leaf.progress_targets)
    return bool(asked) and reached and all(row.accepted is not None for row in leaf.milestones)


def draft_of(standing: PlanStanding, now: datetime) -> BulletinDraft:
    with for_others():
        return BulletinDraft(
            period=_period(standing),
            as_of=now,
            total=len(standing.leaves),
            done=sum(is_done(leaf) for leaf in standing.leaves),
            overview="".join(lead_sentences(standing)),
            laggards="\n".join(_laggards(standing)),
            next_step=str(NEXT_STEP),
            is_sample=standing.is_sample,
        )


def _period(standing: PlanStanding) -> str:
    """The month, and the stage whose date was last."""
    past = [stage.label for stage in standing.stages if stage.phase == "past"]
    words = _("%(year)s年%(month)s月") % {
        "year": standing.today.year,
        "month": standing.today.month,
    }
    return (
        _("%(month)s（%(stage)s阶段后）") % {"month": words, "stage": past[-1]} if past else words
    )


def _laggards(standing: PlanStanding) -> Iterator[str]:
    """By item: leaves behind pace, then what is owed and late."""
    for leaf in standing.leaves:
        for target in leaf.progress_targets:
            if target.light == Light.BEHIND:
                units = _("、").join(str(unit) for unit in leaf.leads)
                yield _("%(item)s落后于序时进度（牵头：%(units)s）") % {
                    "item": row_label(leaf, target),
                    "units": units,
                }
    for row in standing.laggards:
        if row.kind != Arrears.LATE:
            yield _("%(unit)s %(stage)s%(kind)s") % {
                "unit": row.acting_unit or row.filing.unit,
                "stage": row.filing.stage.label,
                "kind": ARREARS_WORDS[row.kind],
            }
