"""What each role's first page begins with: what is its own to do, then what burns."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.asking import Question
from dashboards.pages import shared_context
from dashboards.standing import PlanStanding
from dashboards.standing.shapes import Arrears
from dashboards.supervision import proposal_lines, waiting_for
from tasks.duties import duty_groups
from units.permissions import Access

AT_A_GLANCE = 5  # rows of a list on a page for two minutes; the link beside them leads to all


@dataclass(frozen=True)
class Headline:
    """The one sentence at the top. `look`: urgent, calm, or empty for what merely waits."""

    first: str
    then: str
    look: str


def vice_mayor_context(
    access: Access, standing: PlanStanding, question: Question
) -> dict[str, Any]:
    context = shared_context(standing, question)
    waiting = waiting_for(access, standing.plan, context["difficulties"])
    burning = [row for row in context["laggards"] if row.laggard.kind != Arrears.LATE]
    return {
        **context,
        "waiting": waiting,
        "headline": _headline(_to_instruct(len(waiting)), standing),
        "burning": burning[:AT_A_GLANCE],
    }


def bureau_context(access: Access, standing: PlanStanding, question: Question) -> dict[str, Any]:
    groups = duty_groups(access, question.today)
    own = sum(bool(duty.turn.step) for group in groups for duty in group.duties)
    return {
        **shared_context(standing, question),
        "duty_groups": groups,
        "proposals": proposal_lines(standing, question.today),
        "headline": _headline(_to_do(own), standing),
    }


def _to_instruct(number: int) -> str:
    words = ngettext("有 %(n)s 件困难等您批示", "有 %(n)s 件困难等您批示", number)
    return words % {"n": number} if number else ""


def _to_do(number: int) -> str:
    words = ngettext("有 %(n)s 件事等您办", "有 %(n)s 件事等您办", number)
    return words % {"n": number} if number else ""


def _headline(own: str, standing: PlanStanding) -> Headline:
    """What waits for this person, then how many reports are overdue."""
    missing = standing.rate.missing
    overdue = ngettext("%(n)s 份报告逾期未报", "%(n)s 份报告逾期未报", missing) % {"n": missing}
    burning = overdue if missing else _("没有逾期未报的报告")
    if own:
        return Headline(own, burning, "")
    return Headline(burning, "", "urgent" if missing else "calm")
