"""Everything else a unit owes, beside its staged reports: in words, with the page that has it.

Each app that owes something of a kind has an address named `duty_<kind>` taking the obligation, which
leads to the page where it is done.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from common.calendar import WorkCalendar
from common.due import Afterwards, Due, due
from motions.in_charge import led_by
from motions.models import Plan
from motions.words import stage_words
from tasks.models import Obligation
from tasks.models.obligation import PLANNED
from tasks.obligations import INNER_DATES
from tasks.turns import NOTHING_SAID, Turn, turns_of
from units.permissions import Access
from units.roles import Permission
from units.selectors import work_calendar

# What "my work" and the office's pages show by themselves.
SHOWN_ELSEWHERE = frozenset(
    {
        Obligation.Kind.FILING,
        Obligation.Kind.PART,
        Obligation.Kind.SIGN_OFF,
        Obligation.Kind.REVIEW,
        Obligation.Kind.CORRECTION,
    }
)
# Owed by an office or bureau as such: its unit's clerks and heads have no part in it.
BY_PERMISSION = {
    Permission.RUN_PLAN: (
        Obligation.Kind.REASSIGNMENT,
        Obligation.Kind.DIFFICULTY,
        Obligation.Kind.INSTRUCTION_CHECK,
    ),
    Permission.SUPERVISE: (
        Obligation.Kind.NOTICE_CHECK,
        Obligation.Kind.NOTICE_CLOSING,
        Obligation.Kind.NOTICE_REVIEW,
    ),
    Permission.WRITE_INSTRUCTIONS: (Obligation.Kind.INSTRUCTING,),
}
# What "my work" shows in a place of its own, because there are many or they wait for somebody's word.
IN_A_PLACE_OF_THEIR_OWN = frozenset(
    {Obligation.Kind.REPLY, Obligation.Kind.CONTRIBUTION, Obligation.Kind.CO_SIGNATURE}
)
# Kinds of which one page of the plan does all at once.
TOGETHER = {Obligation.Kind.RECEIPT: "receipts"}
AHEAD = timedelta(days=31)
# What `duty_title` reads of an obligation.
RELATED = ("plan", "unit", "deadline", "task", "motion", "parent__unit")


@dataclass(frozen=True)
class Duty:
    obligation: Obligation
    title: str
    link: str
    turn: Turn


@dataclass(frozen=True)
class DutyGroup:
    """What of one kind is owed by one day, within one plan. `together`: the page that does all of it."""

    kind: str
    plan: str
    due: Due
    duties: tuple[Duty, ...]
    together: str


def duty_title(owed: Obligation) -> str:
    """What is owed: 函告 5.1 精细化工（8月底）. Without the unit that owes it."""
    words = [str(owed.get_kind_display())]
    if owed.task:
        words.append(str(owed.task))
    if owed.motion:
        words.append(_("《%s》") % owed.motion)
    title = " ".join(words)
    if owed.deadline and owed.kind not in {Obligation.Kind.REPLY, Obligation.Kind.SECOND_REPLY}:
        title += _("（%s）") % stage_words(owed.deadline.due_on)
    return title


def duty_link(owed: Obligation) -> str:
    return reverse(f"duty_{owed.kind}", args=[owed.pk])


def owed_due(owed: Obligation, calendar: WorkCalendar, today: date) -> Due:
    """The day in force, with the one first set beside it. Inner dates come with their stage."""
    stage = owed.deadline if owed.kind in INNER_DATES else None
    afterwards: Afterwards = "follows" if stage else "" if owed.kind in PLANNED else "stays"
    counted_from = stage.due_on if stage else None
    return due(calendar, owed.due_on, today, owed.original_due_on, counted_from, afterwards)


def duty_groups(access: Access, today: date) -> list[DutyGroup]:
    """What is open in the person's units and due within a month, the earliest first.

    A promise stands there until it is kept, also after its plan was archived: a month would be late
    to learn of it.
    """
    soon = Q(due_on__lte=today + AHEAD) | Q(kind=Obligation.Kind.PROMISE)
    rows = list(
        Obligation.objects.open()
        .filter(soon, unit__in=access.units)
        .exclude(kind__in=SHOWN_ELSEWHERE | IN_A_PLACE_OF_THEIR_OWN)
        .exclude(~Q(kind=Obligation.Kind.PROMISE), plan__closed_at__isnull=False)
        .exclude(of_another_post(access))
        .select_related(*RELATED)
        .order_by("due_on", "kind", "plan_id", "task__order", "pk")
    )
    rows = without_other_vice_mayors(access, rows)
    return _grouped(rows, turns_of(access, rows), today)


def promised_plans(access: Access) -> list[Plan]:
    """Plans in whose replies something was promised for the person's units, kept or not."""
    owed = Obligation.objects.in_force().filter(kind=Obligation.Kind.PROMISE, unit__in=access.units)
    return list(Plan.objects.filter(pk__in=owed.values("plan")).order_by("-issued_on", "-pk"))


def of_another_post(access: Access) -> Q:
    """What the person's unit owes by a post that the person does not hold."""
    others = Q(pk__in=[])
    for permission, kinds in BY_PERMISSION.items():
        others |= Q(kind__in=kinds) & ~Q(unit__in=access.units_with(permission))
    return others


def without_other_vice_mayors(access: Access, rows: list[Obligation]) -> list[Obligation]:
    """A difficulty waits for the vice mayor in charge of its plan, not for every one."""
    kind = Obligation.Kind.INSTRUCTING
    led = led_by(access, {row.plan for row in rows if row.kind == kind})
    return [row for row in rows if row.kind != kind or row.plan_id in led]


def is_owed_by(access: Access, owed: Obligation | None) -> bool:
    """Whether it is open and in the person's own hands, as on “my work” and in their calendar."""
    if owed is None or not owed.is_open or owed.unit_id not in access.units:
        return False
    if owed.kind != Obligation.Kind.PROMISE and owed.plan.closed_at:
        return False
    wanted = [permission for permission, kinds in BY_PERMISSION.items() if owed.kind in kinds]
    if any(owed.unit_id not in access.units_with(permission) for permission in wanted):
        return False
    return bool(without_other_vice_mayors(access, [owed]))


def _grouped(rows: Iterable[Obligation], turns: Mapping[int, Turn], today: date) -> list[DutyGroup]:
    groups: dict[tuple[date, date, str, int], list[Obligation]] = {}
    for row in rows:
        place = (row.due_on, row.original_due_on, row.kind, row.plan_id)
        groups.setdefault(place, []).append(row)
    calendars = {g: work_calendar(g) for g in {rows[0].government_id for rows in groups.values()}}
    return [
        DutyGroup(
            kind=str(found[0].get_kind_display()),
            plan=str(found[0].plan),
            due=owed_due(found[0], calendars[found[0].government_id], today),
            duties=tuple(_duty(row, turns.get(row.pk, NOTHING_SAID)) for row in found),
            together=_together(found[0]),
        )
        for found in groups.values()
    ]


def _together(owed: Obligation) -> str:
    page = TOGETHER.get(Obligation.Kind(owed.kind))
    return reverse(page, args=[owed.plan_id]) if page else ""


def _duty(owed: Obligation, turn: Turn) -> Duty:
    return Duty(owed, duty_title(owed), duty_link(owed), turn)
