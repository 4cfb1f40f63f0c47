"""Ledger columns as tables of a paper, with the widths that they have on it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from common.official.content import Align, Column, Table, Tone
from common.workbook import Column as LedgerColumn
from dashboards.exports.columns import SUBMITTED
from dashboards.exports.shown import Cell, shown

# mm of the type area's width that the columns without a width of their own share.
WHOLE, LEAST = 156.0, 14.0

Widths = Mapping[str, float]

# In mm. What is not named has what is left over.
PROGRESS: Widths = {
    "number": 9,
    "goal": 22,
    "accepted": 14.2,
    "as_of": 16.5,
    "percent": 11.5,
    "pace": 14.2,
    "light": 24,
}
# With the columns of what is not yet reviewed beside them.
PROGRESS_BESIDE: Widths = {
    **PROGRESS,
    "goal": 18,
    "light": 18,
    "submitted": 13.5,
    "submitted_as_of": 16.5,
}
MILESTONES: Widths = {"kind": 22, "state": 24, "done_on": 17, "evidence": 42}
LAGGARDS: Widths = {"unit": 40, "stage": 13, "kind": 20, "due": 18, "original": 18, "days": 11}
CORRECTIONS: Widths = {"number": 9, "stage": 13, "before": 16, "after": 16, "accepted_at": 27}
NOTICES: Widths = {"unit": 26, "level": 24, "state": 15, "due": 17, "ended_at": 27}
DIFFICULTIES: Widths = {
    "number": 9,
    "unit": 20,
    "state": 16,
    "holder": 20,
    "age": 12,
    "instructed": 20,
    "due": 17,
}
WAITING: Widths = {"number": 20, "due": 28, "overdue": 24}
EXTENSIONS: Widths = {"original": 17, "asked": 17, "state": 16, "granted": 17}
FINDINGS: Widths = {"kind": 19, "subject": 24, "where": 24, "other_where": 24, "words": 22}
MOTIONS: Widths = {
    "due": 17,
    "replied": 17,
    "again": 17,
    "contacted": 13,
    "satisfied": 11,
    "basically": 13,
    "not": 12,
    "silent": 12,
}
PROMISES: Widths = {"unit": 32, "printed": 19, "due": 17, "state": 14, "kept": 27}
DATES: Widths = {"due": 28, "stage": 26, "open": 20, "total": 20, "workdays": 30, "provisional": 24}


def paper_table(
    columns: Sequence[LedgerColumn],
    rows: Iterable[Any],
    names: Sequence[str],
    widths: Widths,
    *,
    caption: str = "",
) -> Table:
    found = shown(columns, rows, names)
    shares = _shares([head.name for head in found.heads], widths)
    return Table(
        columns=tuple(
            _column(head, share) for head, share in zip(found.heads, shares, strict=True)
        ),
        rows=tuple(tuple(cell.words or "—" for cell in row) for row in found.rows),
        caption=caption,
        row_heads=True,
    )


def _column(head: Cell, share: float) -> Column:
    tone = Tone.WARN if head.name.startswith(SUBMITTED) else Tone.PLAIN
    return Column(head.words, share, Align.RIGHT if head.is_number else Align.LEFT, tone)


def _shares(names: Sequence[str], widths: Widths) -> list[float]:
    free = sum(name not in widths for name in names)
    left = WHOLE - sum(widths.get(name, 0) for name in names)
    share = max(left / free, LEAST) if free else 0
    return [widths.get(name, share) for name in names]
