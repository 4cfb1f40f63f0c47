"""What is issued of the boards: the same papers, without the minute at which they were taken out."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from common.language import for_others
from common.official.content import Paper
from dashboards.asking import Question, standing_asked
from dashboards.exports.consolidated import consolidated_paper
from dashboards.exports.cover import cover_of
from dashboards.exports.ledger import ledger_of
from dashboards.exports.summary import summary_paper
from dashboards.exports.taken import Taken
from dashboards.services.issuing import Compiled
from dashboards.standing import PlanStanding
from documents.kinds import Kind
from motions.models import Deadline, Plan
from units.models import Unit, User


@for_others()
def summary_compiled(plan: Plan, question: Question, unit: Unit, by: User) -> Compiled:
    def paper(on: date) -> Paper:
        with for_others():
            standing = standing_asked(plan, question)
            taken = Taken(by, (unit,), timezone.make_aware(datetime.combine(on, time.min)))
            name = unit.name_on(on)
            cover = cover_of(_("督办摘要"), standing, taken, issued_by=name)
            return summary_paper(ledger_of(standing), cover)

    standing = standing_asked(plan, question)
    return Compiled(Kind.SUMMARY, plan, paper, " ".join(_part(standing, question)))


def _part(standing: PlanStanding, question: Question) -> Iterator[str]:
    """Which of the plan's summaries it is, in full; nothing for the whole of it."""
    scope, options = standing.scope, standing.options
    tasks = dict(options.tasks)
    if scope.task_key:
        yield _("任务 %s") % tasks[scope.task_key].split(" ")[0]
    yield from (row.name for row in options.units if row.id == scope.unit_id)
    yield from (row.label for row in options.stages if row.id == scope.stage_id)
    if question.day is not None:
        yield question.day.isoformat()
    if not question.with_submitted:
        yield _("只含已审核")


def consolidated_compiled(plan: Plan, deadline: Deadline, question: Question) -> Compiled:
    def paper(on: date) -> Paper:
        return consolidated_paper(plan, question, on=on)

    return Compiled(Kind.CONSOLIDATED, deadline, paper)
