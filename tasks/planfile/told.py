"""An amendment as lines to read: what the file says otherwise, then what follows for the units."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from motions.words import stage_words
from tasks.models import Obligation
from tasks.obligations import Followed
from tasks.planfile.amend import Amendment
from tasks.planfile.changes import Change, Kind


def told(amendment: Amendment) -> list[Change]:
    return [*amendment.changes, *owed_lines(amendment.owed)]


def owed_lines(owed: Followed) -> Iterator[Change]:
    """Of one kind and one day in one line, with how many and whose."""
    yield from _lines(Kind.ADDED, ((row, None, row.due_on) for row in owed.added))
    yield from _lines(Kind.REDATED, ((row, was, row.due_on) for row, was in owed.redated))
    yield from _lines(Kind.WITHDRAWN, ((row, row.due_on, None) for row in owed.withdrawn))


Moved = tuple[Obligation, date | None, date | None]


def _lines(kind: Kind, rows: Iterable[Moved]) -> Iterator[Change]:
    groups: dict[tuple[str, date | None, date | None], list[Obligation]] = {}
    for row, before, after in rows:
        groups.setdefault((_place(row), before, after), []).append(row)
    for (place, before, after), found in groups.items():
        units = _("、").join(dict.fromkeys(row.unit.name for row in found))
        what = _("%(n)s 件（%(units)s）") % {"n": len(found), "units": units}
        yield Change(kind, place, what, _day(before), _day(after))


def _place(row: Obligation) -> str:
    kind = str(row.get_kind_display())
    return f"{kind} {stage_words(row.deadline.due_on)}" if row.deadline else kind


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
