"""The files people take away.

They are papers of a Chinese office and go on to Chinese offices: whatever language their reader has
set for the pages, they are in Chinese.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.official.pdf import render_official
from dashboards.asking import Question, standing_asked
from dashboards.exports.cover import cover_of
from dashboards.exports.ledger import ledger_of, workbook
from dashboards.exports.summary import summary_paper
from dashboards.exports.taken import Taken
from dashboards.standing.shapes import State
from motions.models import Plan

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Document:
    filename: str
    content: bytes
    content_type: str


@override(settings.LANGUAGE_CODE)
def summary_document(plan: Plan, question: Question, taken: Taken) -> Document:
    standing = standing_asked(plan, question)
    cover = cover_of(_("督办摘要"), standing, taken)
    content = render_official([summary_paper(ledger_of(standing), cover)])
    return Document(f"{cover.filename}.pdf", content, "application/pdf")


@override(settings.LANGUAGE_CODE)
def ledger_document(
    plan: Plan, question: Question, taken: Taken, state: State | None = None
) -> Document:
    standing = standing_asked(plan, question)
    cover = cover_of(_("督办台账"), standing, taken, state=state)
    content = workbook(ledger_of(standing, state), cover)
    return Document(f"{cover.filename}.xlsx", content, XLSX)
