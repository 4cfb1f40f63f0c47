"""One file of a batch from the numbers that stand in its item. Runs in a worker."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone

from common.filetypes import name_for
from common.kept_files import name_of_file, stored_file
from common.official.content import Paper
from common.official.pdf import render_official
from dashboards.asking import Question
from dashboards.exports.documents import ledger_document, summary_document
from dashboards.exports.taken import Taken, taken_by
from dashboards.standing import Scope
from documents.errors import NoLongerThereError
from documents.kinds import Kind
from documents.makers import MAKERS, Made, Maker
from documents.models import IssuedDocument, SealedScan
from documents.pages import file_name
from documents.selectors import issued_bytes
from documents.services.issuing import issued_of
from motions.models import Plan
from reports.models import Attachment, ContributionVersion, FilingVersion, Scan
from reports.papers.contribution import contribution_letter
from reports.papers.staged import staged_report
from tasks.planfile.export import export_plan
from tasks.planfile.versions import as_text
from units.models import User
from units.permissions import access_of

M = TypeVar("M", bound=Model)


def staged_report_file(argument: Mapping[str, Any], _asked_at: datetime) -> Made:
    """The issued file where this version was issued, otherwise set anew."""
    version = _row(FilingVersion, argument["version"])
    if version.recalled_at:
        raise NoLongerThereError
    return _paper_file(Kind.STAGED_REPORT, version.filing, lambda: staged_report(version))


def contribution_file(argument: Mapping[str, Any], _asked_at: datetime) -> Made:
    version = _row(ContributionVersion, argument["version"])
    return _paper_file(
        Kind.CONTRIBUTION, version.contribution, lambda: contribution_letter(version)
    )


def _paper_file(kind: Kind, subject: Model, paper: Callable[[], Paper]) -> Made:
    content = paper()
    issued = issued_of(subject, kind, content)
    if issued:
        return Made(file_name(issued), issued_bytes(issued))
    return Made(".pdf", render_official([content]))


def issued_file(argument: Mapping[str, Any], _asked_at: datetime) -> Made:
    row = _row(IssuedDocument, argument["id"])
    return Made(file_name(row), issued_bytes(row))


def kept_file(model: type[Model]) -> Maker:
    """A file that somebody handed in, under its own name."""

    def make(argument: Mapping[str, Any], _asked_at: datetime) -> Made:
        row: Any = _row(model, argument["id"])
        with stored_file(row) as file:
            return Made(name_for(row.original_name, row.kind), file.read())

    return make


def summary(argument: Mapping[str, Any], asked_at: datetime) -> Made:
    plan, question, taken = _asked(argument, asked_at)
    document = summary_document(plan, question, taken)
    return Made(document.filename, document.content)


def ledger(argument: Mapping[str, Any], asked_at: datetime) -> Made:
    plan, question, taken = _asked(argument, asked_at)
    document = ledger_document(plan, question, taken)
    return Made(document.filename, document.content)


def plan_file(argument: Mapping[str, Any], _asked_at: datetime) -> Made:
    plan = _row(Plan, argument["plan"])
    return Made(f"{name_of_file(str(plan))}.json", as_text(export_plan(plan)).encode())


def _asked(argument: Mapping[str, Any], at: datetime) -> tuple[Plan, Question, Taken]:
    """As it stood when the batch was asked for, however late it is made."""
    user, today = _row(User, argument["user"]), timezone.localdate(at)
    scope = Scope(unit_id=argument.get("unit"), stage_id=None, task_key=None)
    question = Question(at=at, today=today, day=None, with_submitted=True, scope=scope)
    return _row(Plan, argument["plan"]), question, taken_by(user, access_of(user, today), at)


def _row(model: type[M], number: int) -> M:
    row = model._default_manager.filter(pk=number).first()
    if row is None:
        raise NoLongerThereError
    return row


def register() -> None:
    MAKERS.update(
        {
            "staged_report": staged_report_file,
            "contribution": contribution_file,
            "issued": issued_file,
            "attachment": kept_file(Attachment),
            "paper_scan": kept_file(Scan),
            "sealed_scan": kept_file(SealedScan),
            "summary": summary,
            "ledger": ledger,
            "plan_file": plan_file,
        }
    )
