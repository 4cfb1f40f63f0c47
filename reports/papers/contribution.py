"""函告: what a responsible unit writes to the lead units of a leaf, as a letter."""

from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from common.language import for_others
from common.official.content import (
    Block,
    Form,
    Heading,
    Imprint,
    Paper,
    Paragraph,
    Signature,
    numbered,
    paragraphs,
)
from motions.words import stage_words
from reports.models import Contribution, ContributionVersion
from reports.papers.names import by_directive, on_paper
from reports.papers.parts import figure_table
from tasks.models import Task
from tasks.parties import leads_of


def standing_letter(contribution: Contribution) -> Paper:
    """Of what the leads may rely on, as it is now."""
    return contribution_letter(ContributionVersion.objects.get(standing_of=contribution.pk))


@for_others()
def contribution_letter(version: ContributionVersion) -> Paper:
    owed = version.contribution.obligation
    plan, task = owed.plan, owed.task
    issuer = on_paper(version.unit_name or owed.unit.name, plan)
    sent = timezone.localtime(version.sent_at).date() if version.sent_at else None
    stage = stage_words(owed.deadline.due_on, with_year=True)
    words = {"title": task.title, "stage": stage}
    return Paper(
        form=Form.LETTER,
        issuer=issuer,
        title=f"{issuer}\n" + _("关于“%(title)s”%(stage)s进展情况的函") % words,
        addressee=_("、").join(on_paper(unit.name, plan) for unit in leads_of(task)),
        blocks=tuple(_blocks(version, task, by_directive(plan), stage)),
        signature=Signature((issuer,), sent),
        imprint=Imprint(),
        status="" if version.number else _("草稿，未函告"),
        is_sample=version.is_sample,
    )


def _blocks(
    version: ContributionVersion, task: Task, directive: str, stage: str
) -> Iterator[Block]:
    words = {"directive": directive, "number": task.number, "title": task.title, "stage": stage}
    opening = _(
        "根据%(directive)s，现将事项 %(number)s“%(title)s”中我单位承担工作"
        "截至%(stage)s的进展情况函告如下。"
    )
    yield Paragraph(opening % words)
    for place, (heading, body) in enumerate(_sections(version), start=1):
        yield Heading(numbered(1, place) + heading)
        yield from body
    yield Paragraph(_("特此函告。"))


def _sections(version: ContributionVersion) -> Iterator[tuple[str, Sequence[Block]]]:
    figures = list(version.figures.select_related("target").order_by("target__order"))
    table = figure_table(figures, with_goals=False)
    yield _("进展情况"), [*paragraphs(version.narrative), *table]
    if version.problems.strip():
        yield _("存在困难和建议"), paragraphs(version.problems)
