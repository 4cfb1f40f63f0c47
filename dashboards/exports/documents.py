"""The files people take away.

They are papers of a Chinese office and go on to Chinese offices: whatever language their reader has
set for the pages, they are in Chinese.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.filetypes import CONTENT_TYPES
from common.kept_files import name_of_file
from common.official.content import Paper
from common.official.outputs import RENDERERS, Output
from dashboards.asking import Question, standing_asked
from dashboards.exports.consolidated import consolidated_paper
from dashboards.exports.cover import cover_of
from dashboards.exports.ledger import ledger_of, workbook
from dashboards.exports.summary import summary_paper
from dashboards.exports.taken import Taken
from dashboards.standing.shapes import State
from motions.models import Deadline, Plan
from motions.words import stage_words


@dataclass(frozen=True)
class Document:
    filename: str
    content: bytes
    content_type: str


@override(settings.LANGUAGE_CODE)
def summary_document(
    plan: Plan, question: Question, taken: Taken, output: Output = Output.PDF
) -> Document:
    standing = standing_asked(plan, question)
    cover = cover_of(_("督办摘要"), standing, taken)
    return _document(summary_paper(ledger_of(standing), cover), cover.filename, output)


@override(settings.LANGUAGE_CODE)
def consolidated_document(stage: Deadline, question: Question, output: Output) -> Document:
    """`question` is asked within the stage."""
    name = name_of_file(str(stage.plan), stage_words(stage.due_on), _("阶段汇总报告"))
    return _document(consolidated_paper(stage.plan, question), name, output)


def _document(paper: Paper, name: str, output: Output) -> Document:
    content = RENDERERS[output]([paper])
    return Document(f"{name}.{output}", content, CONTENT_TYPES[output])


@override(settings.LANGUAGE_CODE)
def ledger_document(
    plan: Plan, question: Question, taken: Taken, state: State | None = None
) -> Document:
    standing = standing_asked(plan, question)
    cover = cover_of(_("督办台账"), standing, taken, state=state)
    content = workbook(ledger_of(standing, state), cover)
    return Document(f"{cover.filename}.xlsx", content, CONTENT_TYPES["xlsx"])
