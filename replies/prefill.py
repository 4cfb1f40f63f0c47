"""What a draft begins with: the accepted reports, leaf by leaf, with their figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.templatetags.portal import day, figure
from motions.models import Motion, Plan
from replies.models import Reply
from replies.selectors import (
    accepted_parts,
    deputies_of,
    leaves_of,
    letters_to_answer_again,
    name_of,
    roster_unit,
)
from reports.models import Part
from tasks.models import Task
from tasks.parties import leads_of
from tasks.wording import target_words
from units.models import User

LONGEST_HEADING = 200


@dataclass(frozen=True)
class FirstWords:
    heading: str
    text: str
    task: Task | None


def first_answers(plan: Plan) -> Iterator[FirstWords]:
    """One a leaf. A leaf that nothing was accepted on has its heading only."""
    parts = accepted_parts(plan)
    for leaf in leaves_of(plan):
        places = {unit.pk: place for place, unit in enumerate(leads_of(leaf))}
        own = [part for part in parts if part.obligation.task_id == leaf.pk]
        own.sort(key=lambda part: places.get(part.obligation.unit_id, len(places)))
        text = "\n".join(line for part in own for line in _lines(part))
        yield FirstWords(leaf.title[:LONGEST_HEADING], text, leaf)


def _lines(part: Part) -> Iterator[str]:
    if part.narrative.strip():
        yield part.narrative.strip()
    for row in part.figures.all():
        yield _("截至%(day)s，%(name)s完成 %(value)s %(unit)s（目标：%(goal)s）。") % {
            "day": day(row.as_of),
            "name": row.target.name,
            "value": figure(row.value),
            "unit": row.target.unit,
            "goal": target_words(row.target),
        }


def second_answers(first: Reply) -> Iterator[FirstWords]:
    """What the dissatisfied deputies wrote, one answer each, to be answered again."""
    for letter in letters_to_answer_again(first):
        name = name_of(letter.deputy) or _("第 %s 位") % (letter.deputy.order + 1)
        heading = _("关于%(name)s代表提出的意见") % {"name": name}
        yield FirstWords(heading[:LONGEST_HEADING], "", None)


def usual_cover(reply: Reply, by: User, before: Reply | None) -> dict[str, Any]:
    owed = reply.obligation
    facts = {"of": deputies_words(owed.motion), "motion": owed.motion}
    opening = (
        _("%(of)s提出的《%(motion)s》，我单位对代表不满意的意见重新作了办理，现再次答复如下：")
        if before
        else _("%(of)s提出的《%(motion)s》收悉，现答复如下：")
    )
    office = roster_unit(owed.government_id, owed.due_on)
    copied_to = [unit.name for unit in (office, owed.plan.supervisor_unit) if unit]
    return {
        "opening": opening % facts,
        "closing": _("感谢您对政府工作的关心和支持，请对办理态度和办理结果提出意见。"),
        "contact": by.name,
        "telephone": before.telephone if before else "",
        "copied_to": _("，").join(copied_to),
    }


def deputies_words(motion: Motion) -> str:
    """陶毓敏等12名代表; without a name 12名代表."""
    deputies = deputies_of(motion)
    names = [name for name in map(name_of, deputies[:1]) if name]
    if names and len(deputies) > 1:
        return _("%(name)s等%(n)s名代表") % {"name": names[0], "n": len(deputies)}
    if names:
        return _("%(name)s代表") % {"name": names[0]}
    return _("%(n)s名代表") % {"n": len(deputies)}
