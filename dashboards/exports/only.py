"""Which rows of a table a figure counts: what the figure's address names is listed alone.

`only=contribution.overdue`: each of the names holds. `measure=年度投资 亿元`: the rows of that measure.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import NotVisibleError
from dashboards.exports.ledger import LedgerTable
from dashboards.standing import PlanStanding
from dashboards.standing.partner_shapes import Kind
from dashboards.standing.shapes import (
    WAITING,
    Arrears,
    FilingStanding,
    Punctuality,
    State,
    measure_label,
)
from dashboards.standing.words import ARREARS_WORDS, STATE_WORDS
from replies.rates import Keeping
from replies.words import VERDICT_WORDS
from replies.workflow import Verdict
from supervision.words import LEVEL_WORDS
from supervision.workflow import Level
from tasks.models import Milestone
from tasks.workflow import AssignmentStatus

Holds = Callable[[Any, PlanStanding], bool]
Names = Mapping[str, tuple[str | Promise, Holds]]


@dataclass(frozen=True)
class Narrowed:
    """`words` say what was left of the table; empty where all of it is there."""

    table: LedgerTable
    words: str
    of: int


def narrowed(table: LedgerTable, query: Mapping[str, str], standing: PlanStanding) -> Narrowed:
    asked = list(_asked(table.key, query))
    rows = [row for row in table.rows if all(holds(row, standing) for _words, holds in asked)]
    words = _("、").join(str(words) for words, _holds in asked)
    return Narrowed(replace(table, rows=tuple(rows)), words, len(table.rows))


def _asked(sheet: str, query: Mapping[str, str]) -> Iterator[tuple[str | Promise, Holds]]:
    for name in filter(None, query.get("only", "").split(".")):
        yield NAMES.get(sheet, {}).get(name) or _by_value(sheet, name)
    if measure := query.get("measure", ""):
        yield measure, lambda row, _standing: _measure_of(row) == measure


def _measure_of(row: Any) -> str:
    target = getattr(row, "target", None)
    return measure_label(target.name, target.unit) if target else ""


def _by_value(sheet: str, name: str) -> tuple[str, Holds]:
    """`due-2022-09-30`: of a report, or its review or correction."""
    what, _dash, text = name.partition("-")
    if what not in VALUES.get(sheet, {}):
        raise NotVisibleError
    words, value_of = VALUES[sheet][what]
    said = f"{words} {text}" if words else ""
    return said, lambda row, _standing: str(value_of(row)) == text


def _is_past(row: FilingStanding, standing: PlanStanding) -> bool:
    return row.due_on < standing.today and row.punctuality is not None


def _came(punctuality: Punctuality) -> Holds:
    return lambda row, standing: _is_past(row, standing) and row.punctuality == punctuality


def _stands(*states: State) -> Holds:
    return lambda row, _standing: row.state in states


def _always(holds: Callable[[Any], bool]) -> Holds:
    return lambda row, _standing: holds(row)


def _rated(*verdicts: Verdict | None) -> Holds:
    """Each deputy once; None: has not answered."""
    return lambda row, _standing: row.is_counted and row.verdict in verdicts


FILINGS: Names = {
    "past": (gettext_lazy("期限已过"), _is_past),
    "on_time": (gettext_lazy("按时"), _came(Punctuality.ON_TIME)),
    "late": (gettext_lazy("迟报"), _came(Punctuality.LATE)),
    "missing": (gettext_lazy("逾期未报"), _came(Punctuality.MISSING)),
    "unsent": (
        gettext_lazy("还没有报送"),
        _always(lambda row: row.first_submitted_at is None),
    ),
    "office": (gettext_lazy("在办公室"), _stands(*WAITING)),
    # As the chart of the stages divides them.
    "as_accepted": (STATE_WORDS[State.ACCEPTED], _stands(State.ACCEPTED)),
    "as_submitted": (gettext_lazy("在办公室"), _stands(*WAITING)),
    "as_returned": (
        gettext_lazy("已退回或更正中"),
        _stands(State.RETURNED, State.CORRECTING),
    ),
    "as_missing": (STATE_WORDS[State.MISSING], _stands(State.MISSING)),
    "as_draft": (STATE_WORDS[State.DRAFT], _stands(State.DRAFT)),
    "as_not_due": (STATE_WORDS[State.NOT_DUE], _stands(State.NOT_DUE)),
}
PARTNERS: Names = {
    "contribution": (gettext_lazy("函告"), _always(lambda r: r.row.kind == Kind.CONTRIBUTION)),
    "co_signature": (gettext_lazy("会签"), _always(lambda r: r.row.kind == Kind.CO_SIGNATURE)),
    "in": (gettext_lazy("已到"), _always(lambda r: r.row.is_in)),
    "late": (gettext_lazy("迟到"), _always(lambda r: r.row.is_in and r.row.days_late > 0)),
    "overdue": (gettext_lazy("逾期未到"), _always(lambda r: r.row.is_overdue)),
    "awaited": (
        gettext_lazy("还在等"),
        _always(lambda r: r.row.is_overdue and not r.row.is_gap),
    ),
    "gap": (gettext_lazy("注明缺口报送"), _always(lambda r: r.row.is_gap)),
}
MILESTONES: Names = {
    "done": (gettext_lazy("已审核完成"), _always(lambda r: r.milestone.accepted is not None)),
    "waiting": (
        gettext_lazy("报完成，待审核"),
        _always(lambda r: r.milestone.accepted is None and r.milestone.submitted is not None),
    ),
    "open": (
        gettext_lazy("未报完成"),
        _always(lambda r: r.milestone.accepted is None and r.milestone.submitted is None),
    ),
    **{
        f"is_{kind}": (kind.label, _always(lambda r, kind=kind: r.milestone.kind == kind))  # type: ignore[misc]
        for kind in Milestone.Kind
    },
}
NAMES: Mapping[str, Names] = {
    "filings": FILINGS,
    "late": {
        kind.value: (ARREARS_WORDS[kind], _always(lambda r, kind=kind: r.kind == kind))  # type: ignore[misc]
        for kind in Arrears
    },
    "partners": PARTNERS,
    "milestones": MILESTONES,
    "notices": {
        "open": (gettext_lazy("未销号"), _always(lambda r: r.is_open)),
        **{
            f"is_{level}": (LEVEL_WORDS[level], _always(lambda r, level=level: r.level == level))  # type: ignore[misc]
            for level in Level
        },
    },
    "difficulties": {"open": (gettext_lazy("未解决"), _always(lambda r: r.is_open))},
    "receipts": {
        "standing": (gettext_lazy("现由该单位办理"), _always(lambda r: r.is_standing)),
        "confirmed": (gettext_lazy("已签收"), _always(lambda r: r.is_standing and r.is_confirmed)),
        "returned": (
            gettext_lazy("已退回"),
            _always(lambda r: r.status == AssignmentStatus.RETURNED),
        ),
        "unconfirmed": (
            gettext_lazy("未签收"),
            _always(lambda r: r.is_standing and r.is_unconfirmed),
        ),
    },
    "findings": {
        "open": (gettext_lazy("待说明"), _always(lambda r: not r.is_explained)),
        "explained": (gettext_lazy("已说明"), _always(lambda r: r.is_explained)),
    },
    "replies": {
        **{verdict.value: (VERDICT_WORDS[verdict], _rated(verdict)) for verdict in Verdict},
        "silent": (gettext_lazy("未评价"), _rated(None)),
        "rated": (gettext_lazy("已评价"), _rated(*Verdict)),
        "counted": (gettext_lazy("每位代表一行"), _always(lambda r: r.is_counted)),
    },
    "promises": {
        "kept": (gettext_lazy("已兑现"), _always(lambda r: r.state == Keeping.KEPT)),
        "overdue": (gettext_lazy("已逾期"), _always(lambda r: r.state == Keeping.OVERDUE)),
        "open": (gettext_lazy("未兑现"), _always(lambda r: r.state != Keeping.KEPT)),
    },
}
VALUES: Mapping[str, Mapping[str, tuple[str | Promise, Callable[[Any], Any]]]] = {
    "filings": {
        "due": (gettext_lazy("期限"), lambda r: r.due_on),
        "review": (gettext_lazy("审核期限"), lambda r: r.review_due_on),
        "correction": (gettext_lazy("补正期限"), lambda r: r.correction_due_on),
    },
    "replies": {
        "due": (gettext_lazy("期限"), lambda r: r.motion.due_on),
        "motion": (gettext_lazy("议案编号"), lambda r: r.motion.obligation_id),
    },
    "partners": {"days": (gettext_lazy("逾期天数"), lambda r: r.row.days_late)},
    "growth": {"stage": (gettext_lazy("阶段"), lambda r: r.stage.number)},
}
