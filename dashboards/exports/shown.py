"""A table of ledger columns as words, for pages and PDF."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from common.templatetags.portal import figure, percent
from common.workbook import Column
from dashboards.exports.columns import PROVISIONAL, is_submitted

NUMBERS = frozenset({"integer", "decimal", "figure", "percent"})
DATES = frozenset({"date", "datetime"})


@dataclass(frozen=True)
class Cell:
    """`name` is the column's, `head` what stands over it."""

    name: str
    head: str
    words: str
    is_number: bool
    is_date: bool


@dataclass(frozen=True)
class ShownTable:
    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


def shown(columns: Sequence[Column], rows: Iterable[Any], names: Sequence[str]) -> ShownTable:
    """Those of the named columns that are there, in the order of the names.

    Columns of what is not yet reviewed, and the mark of provisional days, are left out of a table that
    has nothing in them.
    """
    by_name, rows = {column.name: column for column in columns}, tuple(rows)
    chosen = [by_name[name] for name in names if name in by_name]
    chosen = [column for column in chosen if not _is_spare(column, rows)]
    return ShownTable(
        heads=tuple(_cell(column, column.header) for column in chosen),
        rows=tuple(
            tuple(_cell(column, words_of(column, column.value(row))) for column in chosen)
            for row in rows
        ),
    )


def _is_spare(column: Column, rows: Sequence[Any]) -> bool:
    is_rare = is_submitted(column) or column.name == PROVISIONAL
    return is_rare and all(column.value(row) in {None, ""} for row in rows)


def _cell(column: Column, words: str) -> Cell:
    return Cell(
        name=column.name,
        head=column.header,
        words=words,
        is_number=column.kind in NUMBERS,
        is_date=column.kind in DATES,
    )


def words_of(column: Column, value: Any) -> str:
    """As the workbook shows it: the same figure, the same day."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | int) and column.kind in NUMBERS:
        return percent(Decimal(value) * 100) if column.kind == "percent" else figure(value)
    return str(value)
