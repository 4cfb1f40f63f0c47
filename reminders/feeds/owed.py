"""What stands in a person's or a unit's calendar: what “my work” shows them, however far ahead.

What is done stays for a while, marked; what somebody else does is not there. The number of queries
does not depend on how much there is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from motions.models import read_by
from motions.permissions import can_read_submitted
from reminders.words import RELATED, TOLD_TOGETHER
from reports.models import CoSignature
from reports.workflow import CoSignatureStatus
from tasks.duties import SHOWN_ELSEWHERE, of_another_post, without_other_vice_mayors
from tasks.models import Obligation
from units.models import Unit
from units.permissions import Access, Grant
from units.roles import Permission, Role

# How long what was done stays in the calendar.
DONE_STAYS = timedelta(days=90)
KIND = Obligation.Kind
# What the boards of a plan show to those who read what was submitted.
ON_THE_BOARDS = frozenset({KIND.FILING, KIND.CORRECTION, KIND.REPLY, KIND.SECOND_REPLY})
# In a calendar a unit's list of one day is one event. A message has a line for each co-signature.
GATHERED = TOLD_TOGETHER | {KIND.CO_SIGNATURE}
RELATED_HERE = tuple(name.removeprefix("obligation__") for name in RELATED)


@dataclass(frozen=True)
class Changes:
    """How often something was changed after it arose, and when last (machine time)."""

    times: int
    last: datetime


@dataclass(frozen=True)
class Entry:
    """One event to be: one thing that is owed, or what is told together.

    `anchor` names what is told together, whatever of it is there by now. `is_watched`: a stage as a
    whole, for those who read all its reports and file none of them.
    """

    owed: tuple[Obligation, ...]
    changes: Changes
    is_watched: bool = False
    anchor: int = 0

    @property
    def first(self) -> Obligation:
        return self.owed[0]

    @property
    def name(self) -> str:
        """The same for ever."""
        if self.is_watched:
            return f"stage-{self.first.deadline_id}"
        return f"obligation-{self.anchor or self.first.pk}"

    @property
    def on(self) -> date:
        """The day in force; of a stage as a whole the printed one, whoever was granted another."""
        stage = self.first.deadline
        return stage.due_on if self.is_watched and stage else self.first.due_on

    @property
    def open(self) -> tuple[Obligation, ...]:
        return tuple(row for row in self.owed if row.is_open)

    @property
    def met_at(self) -> datetime:
        """Of the last of it, when nothing is open."""
        return max(row.met_at for row in self.owed if row.met_at)


def entries_of(access: Access, today: date) -> list[Entry]:
    """In the order of their dates."""
    since = _done_since(today)
    rows = _readable(access).filter(
        Q(met_at__isnull=True) | Q(met_at__gte=since) | Q(kind__in=GATHERED)
    )
    own = _entries(without_other_vice_mayors(access, list(rows)))
    shown = [entry for entry in own if entry.open or entry.met_at >= since]
    return sorted([*shown, *_stages(access)], key=lambda entry: entry.on)


def entry_for(access: Access, obligation_id: int) -> Entry | None:
    """The event that one thing is part of; None for what the person may not know of."""
    owed = _in_force().filter(pk=obligation_id).first()
    if owed is None or not _may_see(access, owed):
        return None
    together = Q(kind=owed.kind, unit=owed.unit_id, deadline=owed.deadline_id)
    rows = _in_force().filter(together if owed.kind in GATHERED else Q(pk=owed.pk))
    rows = rows.exclude(_not_put_up())
    return next(entry for entry in _entries(list(rows)) if owed in entry.owed)


def access_of_unit(unit: Unit, today: date) -> Access:
    """What its clerks and heads see, of the unit and of those that were merged into it."""
    units = [unit, *Unit.objects.filter(merged_into=unit)]
    grants = (
        Grant(one.pk, one.government_id, role) for one in units for role in (Role.CLERK, Role.HEAD)
    )
    return Access(user_id=0, on=today, grants=tuple(grants))


def _stages(access: Access) -> list[Entry]:
    """Of the plans that the person reads whole, until they are archived."""
    found: dict[int, list[Obligation]] = {}
    rows = _in_force().filter(read_by(access, "plan__"), kind=KIND.FILING, deadline__isnull=False)
    for row in rows.filter(plan__closed_at__isnull=True).order_by("deadline__due_on", "pk"):
        found.setdefault(row.deadline_id or 0, []).append(row)
    changes = _changes([row.pk for rows in found.values() for row in rows])
    return [
        Entry(tuple(rows), _sum(changes, [row.pk for row in rows], rows), is_watched=True)
        for rows in found.values()
    ]


def _in_force() -> QuerySet[Obligation]:
    rows = Obligation.objects.in_force().select_related(*RELATED_HERE)
    return rows.order_by("due_on", "kind", "pk")


def _may_see(access: Access, owed: Obligation) -> bool:
    if owed.kind in ON_THE_BOARDS and can_read_submitted(access, owed.plan):
        return True
    own = _readable(access).filter(pk=owed.pk)
    return bool(without_other_vice_mayors(access, list(own)))


def _readable(access: Access) -> QuerySet[Obligation]:
    """Of the person's units and posts, as on “my work” and among what waits for review."""
    working = access.units_with(Permission.FILE_REPORTS) | access.units_with(
        Permission.SIGN_REPORTS
    )
    units = {
        KIND.PART: frozenset[int](),  # rides on its report
        KIND.SIGN_OFF: access.units_with(Permission.SIGN_REPORTS),
        KIND.REVIEW: access.units_with(Permission.REVIEW_REPORTS),
        **dict.fromkeys((KIND.FILING, KIND.CORRECTION, KIND.REPLY), working),
        **dict.fromkeys((KIND.CONTRIBUTION, KIND.CO_SIGNATURE), working),
    }
    of_their_own = Q(pk__in=[])
    for kind, those in units.items():
        of_their_own |= Q(kind=kind, unit__in=those)
    others = ~Q(kind__in=SHOWN_ELSEWHERE | units.keys()) & Q(unit__in=access.units)
    return (
        _in_force()
        .filter(of_their_own | others)
        .exclude(of_another_post(access))
        .exclude(~Q(kind=KIND.PROMISE), plan__closed_at__isnull=False)
        .exclude(_not_put_up())
    )


def _not_put_up() -> Q:
    """Nobody can co-sign what was not put up to them."""
    put_up = CoSignature.objects.filter(
        obligation=OuterRef("pk"),
        status=CoSignatureStatus.AWAITING,
        part__version__draft_of__isnull=False,
    )
    return Q(~Exists(put_up), kind=KIND.CO_SIGNATURE, met_at__isnull=True)


def _done_since(today: date) -> datetime:
    return timezone.make_aware(datetime.combine(today - DONE_STAYS, datetime.min.time()))


def _entries(rows: Iterable[Obligation]) -> list[Entry]:
    bundles: dict[tuple[Any, date], list[Obligation]] = {}
    for row in rows:
        together = row.kind in GATHERED
        family = (row.kind, row.unit_id, row.deadline_id) if together else (row.pk,)
        bundles.setdefault((family, row.due_on), []).append(row)
    families = _families(bundles)
    changes = _changes([pk for members in families.values() for pk in members])
    return [
        Entry(
            tuple(sorted(found, key=lambda row: row.pk)),
            # Of the whole family, so that the number never falls when one of them gets another date.
            _sum(changes, list(families[family]), found),
            anchor=min(pk for pk, due_on in families[family].items() if due_on == on),
        )
        for (family, on), found in bundles.items()
    ]


def _families(
    bundles: Mapping[tuple[Any, date], list[Obligation]],
) -> dict[tuple[Any, ...], dict[int, date]]:
    """All of each kind, unit and stage with their dates, also what is not yet put up or was withdrawn:
    an event keeps its name whichever of them is there."""
    found: dict[tuple[Any, ...], dict[int, date]] = {}
    for (family, on), rows in bundles.items():
        found[family] = found.get(family, {}) | {row.pk: on for row in rows}
    gathered = [row for rows in bundles.values() for row in rows if row.kind in GATHERED]
    others = Obligation.objects.filter(
        kind__in=GATHERED,
        unit__in={row.unit_id for row in gathered},
        deadline__in={row.deadline_id for row in gathered},
    )
    for pk, kind, unit_id, deadline_id, due_on in others.values_list(
        "pk", "kind", "unit_id", "deadline_id", "due_on"
    ):
        if (kind, unit_id, deadline_id) in found:
            found[kind, unit_id, deadline_id][pk] = due_on
    return found


def _sum(changes: Mapping[int, Changes], family: list[int], found: list[Obligation]) -> Changes:
    known = [changes[pk] for pk in family if pk in changes]
    if not known:
        first = datetime.combine(found[0].original_due_on, datetime.min.time())
        return Changes(0, timezone.make_aware(first))
    return Changes(sum(row.times for row in known), max(row.last for row in known))


def _changes(pks: list[int]) -> dict[int, Changes]:
    rows = (
        Obligation.history.filter(id__in=pks)
        .values("id")
        .annotate(n=Count("history_id"), last=Max("history_date"))
        .order_by()
    )
    return {row["id"]: Changes(row["n"] - 1, row["last"]) for row in rows}
