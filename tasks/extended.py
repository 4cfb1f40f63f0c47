"""Extensions asked for: which are open, what was decided, what was in force at a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Q, QuerySet, When
from django.utils.functional import Promise

from common.due import Due
from common.errors import NotVisibleError
from events.models import Event
from motions.models import Plan
from motions.models.plan import read_by
from tasks.duties import duty_title, owed_due
from tasks.models import Extension, Obligation
from tasks.words import EXTENSION_TONES, EXTENSION_WORDS
from tasks.workflow import ExtensionStatus
from units.permissions import Access
from units.selectors import work_calendar

RELATED = tuple(f"obligation__{name}" for name in ("plan", "unit", "deadline", "task", "motion"))


@dataclass(frozen=True)
class ExtensionState:
    """A request as it stood. `by_name` decided, or asked while it is open."""

    extension: Extension
    title: str
    status: ExtensionStatus
    by_name: str
    reason: str

    @property
    def is_open(self) -> bool:
        return self.status == ExtensionStatus.ASKED

    @property
    def granted_on(self) -> date | None:
        return self.extension.granted_on if self.status == ExtensionStatus.GRANTED else None

    @property
    def decided_at(self) -> datetime | None:
        return None if self.is_open else self.extension.decided_at

    @property
    def words(self) -> str | Promise:
        return EXTENSION_WORDS.statuses[self.status]

    @property
    def tone(self) -> str:
        return EXTENSION_TONES[self.status]


@dataclass(frozen=True)
class ExtensionLine:
    state: ExtensionState
    due: Due


def extension_states(plan: Plan, at: datetime) -> list[ExtensionState]:
    """Every request made until then, in the order of asking. Two queries."""
    rows = list(
        Extension.objects.filter(obligation__plan=plan, asked_at__lte=at).select_related(*RELATED)
    )
    latest: dict[int, Event] = {}
    steps = Event.objects.filter(
        subject_kind=Extension._meta.label_lower,
        subject_id__in=[row.pk for row in rows],
        at__lte=at,
    )
    for event in steps.order_by("pk"):
        latest[event.subject_id] = event
    return [_state(row, latest[row.pk]) for row in rows]


def _state(row: Extension, latest: Event) -> ExtensionState:
    status = ExtensionStatus(latest.to_status)
    reason = row.reason if status == ExtensionStatus.ASKED else latest.reason
    return ExtensionState(row, duty_title(row.obligation), status, latest.by_name, reason)


def extensions_of(plan: Plan) -> QuerySet[Extension]:
    """The undecided first, then the latest."""
    open_first = Case(When(status=ExtensionStatus.ASKED, then=0), default=1)
    rows = Extension.objects.filter(obligation__plan=plan).select_related(*RELATED)
    return rows.order_by(open_first, "-pk")


def extension_lines(rows: Iterable[Extension], today: date) -> list[ExtensionLine]:
    rows = list(rows)
    calendars = {g: work_calendar(g) for g in {row.government_id for row in rows}}
    return [
        ExtensionLine(
            ExtensionState(
                row, duty_title(row.obligation), ExtensionStatus(row.status), "", row.reason
            ),
            owed_due(row.obligation, calendars[row.government_id], today),
        )
        for row in rows
    ]


def open_extension(owed: Obligation) -> Extension | None:
    return owed.extensions.filter(status=ExtensionStatus.ASKED).first()


def extension_for(access: Access, extension_id: int) -> Extension:
    visible = Extension.objects.visible_to(access).filter(pk=extension_id)
    row = visible.select_related(*RELATED).first()
    if row is None:
        raise NotVisibleError
    return row


def owed_for(access: Access, obligation_id: int) -> Obligation:
    """Something owed that the person may know of: their unit's, or of a plan they read whole."""
    found = Obligation.objects.filter(
        Q(unit__in=access.units) | read_by(access, "plan__"), pk=obligation_id
    )
    row = found.select_related("plan", "unit", "deadline", "task", "motion").first()
    if row is None:
        raise NotVisibleError
    return row
