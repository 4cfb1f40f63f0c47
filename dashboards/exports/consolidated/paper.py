"""The report as a whole: opening, five parts, who signs."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

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
)
from common.templatetags.portal import day
from dashboards.asking import Question, standing_asked
from dashboards.exports.consolidated.filed import filed
from dashboards.exports.consolidated.measures import measures
from dashboards.exports.consolidated.next import next_steps
from dashboards.exports.consolidated.problems import problems
from dashboards.exports.consolidated.progress import progress
from dashboards.exports.consolidated.stage import StageReport
from dashboards.exports.cover import basis_words, has_samples
from dashboards.exports.explained import narrative_rows
from dashboards.standing import Scope
from motions.models import Plan
from motions.words import stage_words
from reports.papers.names import by_directive, office_name

Writer = Callable[[StageReport], Iterator[Block]]


@for_others()
def consolidated_paper(plan: Plan, question: Question, *, on: date | None = None) -> Paper:
    """`question` is asked within one stage. `on` is the day it is issued; a draft has none.

    What belongs to no stage, such as a difficulty, is read of the whole plan at the same moment.
    """
    standing = standing_asked(plan, question)
    (stage,) = standing.stages
    whole = standing_asked(
        plan, replace(question, at=standing.at, today=standing.today, scope=Scope())
    )
    report = StageReport(stage, standing, whole, tuple(narrative_rows(standing)))
    issuer = office_name(plan)
    words = stage_words(stage.due_on, with_year=True)
    return Paper(
        form=Form.RED_HEAD,
        issuer=issuer,
        title=f"{issuer}\n" + _("关于%s阶段议案办理进展情况的汇总报告") % words,
        addressee=_addressee(plan),
        blocks=tuple(_blocks(report, words)),
        signature=Signature((issuer,), on),
        imprint=Imprint(printed_by=issuer, printed_on=on),
        status="" if on else _("汇总稿，未印发"),
        is_sample=has_samples(standing),
    )


def _addressee(plan: Plan) -> str:
    if plan.office_unit_id is None:
        return plan.government.name
    return _("%s议案办理工作领导小组") % plan.government.name.removesuffix("人民政府")


def _blocks(report: StageReport, words: str) -> Iterator[Block]:
    opening = _(
        "根据%(directive)s要求，现将%(stage)s阶段议案办理的进展情况汇总报告如下。"
        "数字截至%(day)s；口径为%(basis)s。"
    )
    yield Paragraph(
        opening
        % {
            "directive": by_directive(report.standing.plan),
            "stage": words,
            "day": day(report.standing.today),
            "basis": basis_words(report.standing),
        }
    )
    parts: tuple[tuple[str, Writer], ...] = (
        (_("报送情况"), filed),
        (_("主要指标完成情况"), measures),
        (_("各事项进展"), progress),
        (_("存在的主要问题"), problems),
        (_("下一步工作"), next_steps),
    )
    for place, (title, write) in enumerate(parts, start=1):
        yield Heading(numbered(1, place) + title)
        yield from write(report)
    yield Paragraph(_("特此报告。"))
