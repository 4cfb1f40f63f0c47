"""What the pages of ledger and exports show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from common.errors import PortalError
from dashboards.asking import Question
from dashboards.crosscheck.lines import FindingLine
from dashboards.exports.asking import address_query
from dashboards.exports.cover import basis_words, has_samples, scope_words
from dashboards.exports.ledger import Ledger, LedgerTable, ledger_tables
from dashboards.exports.only import narrowed
from dashboards.exports.reply_tables import ReplyRow
from dashboards.exports.shown import Cell, shown
from dashboards.pages import filing_address
from dashboards.permissions import issuing_unit
from dashboards.standing.shapes import FilingStanding, Laggard
from dashboards.standing.words import STATE_WORDS
from documents.forms import IssueForm
from documents.kinds import Kind
from documents.pages import IssuedPanel, issued_panel
from motions.models import Plan
from replies.rates import MotionStanding, PromiseStanding
from supervision.selectors.standing import DifficultyStanding, NoticeStanding
from tasks.assigned import AssignmentState
from tasks.extended import ExtensionState
from units.permissions import Access

# Lines with a page of their own: its name, and the number in its address.
PAGES: Mapping[type, tuple[str, Callable[[Any], int]]] = {
    DifficultyStanding: ("difficulty", lambda row: row.id),
    NoticeStanding: ("notice", lambda row: row.id),
    AssignmentState: ("assignment", lambda row: row.assignment.pk),
    ExtensionState: ("extension", lambda row: row.extension.pk),
    ReplyRow: ("duty_reply", lambda row: row.motion.obligation_id),
    PromiseStanding: ("promise", lambda row: row.promise.pk),
}


@dataclass(frozen=True)
class Tab:
    key: str
    title: str
    count: int
    address: str
    is_current: bool


@dataclass(frozen=True)
class Line:
    """`address`: the page of what the line is about; empty where nobody may open it."""

    cells: tuple[Cell, ...]
    address: str


def ledger_context(ledger: Ledger, question: Question, query: Mapping[str, str]) -> dict[str, Any]:
    tables = ledger_tables(ledger)
    chosen = query.get("sheet") or tables[0].key
    whole = next((row for row in tables if row.key == chosen), tables[0])
    only = narrowed(whole, query, ledger.standing)
    table = only.table
    on_screen = shown(table.columns, table.rows, table.on_screen)
    return {
        **choices_context(ledger, question, query),
        "table": table,
        "only": only,
        "all_address": _tab(whole, query, is_current=True).address,
        "heads": on_screen.heads,
        "lines": tuple(
            Line(cells, _address(row, ledger, question))
            for row, cells in zip(table.rows, on_screen.rows, strict=True)
        ),
        "tabs": tuple(_tab(row, query, is_current=row is whole) for row in tables),
    }


def choices_context(ledger: Ledger, question: Question, query: Mapping[str, str]) -> dict[str, Any]:
    standing = ledger.standing
    plan_id = standing.plan.pk
    words = address_query(query)
    return {
        "plan": standing.plan,
        "standing": standing,
        "question": question,
        "ledger": ledger,
        "scope_words": scope_words(standing, ledger.state),
        "basis_words": basis_words(standing),
        "is_sample": has_samples(standing),
        "states": tuple(STATE_WORDS.items()),
        "typed": {name: query.get(name, "") for name in ("at", "time")},
        "pdf_address": reverse("summary_pdf", args=[plan_id]) + words,
        "docx_address": reverse("summary_docx", args=[plan_id]) + words,
        "xlsx_address": reverse("ledger_xlsx", args=[plan_id]) + words,
        "ledger_address": reverse("ledger", args=[plan_id]) + words,
        "exports_address": reverse("exports", args=[plan_id]) + words,
    }


def summary_panel(
    access: Access,
    plan: Plan,
    query: Mapping[str, str],
    form: IssueForm | None = None,
    refusal: PortalError | None = None,
) -> IssuedPanel:
    """The button issues what the choices on the page say."""
    may_issue = issuing_unit(access, plan, Kind.SUMMARY) is not None and plan.closed_at is None
    address = reverse("issue_summary", args=[plan.pk]) + address_query(query)
    return issued_panel(
        access,
        plan,
        kind=Kind.SUMMARY,
        address=address if may_issue else "",
        form=form,
        refusal=refusal,
    )


def _tab(table: LedgerTable, query: Mapping[str, str], *, is_current: bool) -> Tab:
    address = address_query({**query, "sheet": table.key}, "sheet")
    return Tab(table.key, table.title, len(table.rows), address, is_current)


def _address(row: Any, ledger: Ledger, question: Question) -> str:
    is_past = question.day is not None
    if isinstance(row, FilingStanding):
        return filing_address(row, is_past=is_past)
    if isinstance(row, FindingLine):
        return row.sides[-1].address or row.sides[0].address
    if isinstance(row, Laggard):
        return filing_address(row.filing, is_past=is_past)
    if isinstance(row, MotionStanding):
        return reverse("duty_reply", args=[row.obligation_id]) if row.letters else ""
    for kind, (name, number) in PAGES.items():
        if isinstance(row, kind):
            return reverse(name, args=[number(row)])
    address = reverse("leaf_figures", args=[ledger.standing.plan.pk, row.leaf.key])
    return f"{address}?at={question.day.isoformat()}" if question.day else address
