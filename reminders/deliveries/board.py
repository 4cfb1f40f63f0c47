"""The delivery board: what went out, was read, failed and waits; every figure is that of the rows behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, Min, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motions.models import Plan
from notifications.models import Message
from reminders.ledger import RELATED_OF_A_ROW
from reminders.models import Reminder
from reminders.selectors import upcoming
from units.models import Unit, User

ONE_DAY = timedelta(days=1)
Decision, State = Reminder.Decision, Message.State
TOLD = Q(decision=Decision.TELL)
# What is counted, in the order in which it is shown: words, tone of the figure and which rows.
PLACES: Mapping[str, tuple[str | Promise, str, Q]] = {
    "sent": (_("已发出"), "ok", TOLD & Q(message__state=State.SENT)),
    "read": (
        _("站内已读"),
        "ok",
        TOLD & Q(message__state=State.SENT, channel="inbox", message__read_at__isnull=False),
    ),
    "failed": (_("发送失败"), "danger", TOLD & Q(message__state=State.FAILED)),
    "waiting": (
        _("待发送"),
        "warn",
        TOLD & Q(message__state__in=[State.QUEUED, State.SENDING]),
    ),
    "dropped": (
        _("取消或略过"),
        "",
        ~TOLD | Q(message__isnull=True) | Q(message__state=State.CANCELLED),
    ),
    "again": (_("人工重发"), "", Q(sent_again_by__isnull=False)),
}
# Failed ones first, then what waits.
URGENCY = Case(
    When(PLACES["failed"][2], then=Value(0)),
    When(PLACES["waiting"][2], then=Value(1)),
    default=2,
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Figure:
    place: str
    word: str | Promise
    tone: str
    n: int


@dataclass(frozen=True)
class UnitLine:
    """One unit's rows over one channel, in the order of `COLUMNS`."""

    unit: str
    unit_id: int
    channel: str
    channel_word: str
    cells: tuple[tuple[str, str | Promise, int], ...]


COLUMNS = ("sent", "read", "failed", "waiting")


@dataclass(frozen=True)
class Week:
    first: date

    @classmethod
    def of(cls, day: date) -> "Week":
        return cls(day - timedelta(days=day.weekday()))

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)

    @property
    def rows(self) -> Q:
        since, until = (_midnight(day) for day in (self.first, self.last + ONE_DAY))
        return Q(created_at__gte=since, created_at__lt=until)


@dataclass(frozen=True)
class Summary:
    """`oldest`: since when the longest waiting one waits; `coming`: rows of the rest of the week."""

    figures: tuple[Figure, ...]
    lines: tuple[UnitLine, ...]
    coming: int
    oldest: datetime | None


def rows_of(plan: Plan) -> QuerySet[Reminder]:
    return Reminder.objects.filter(obligation__plan=plan)


def summary_of(plan: Plan, week: Week, today: date) -> Summary:
    counts = {name: Count("pk", filter=q) for name, (_word, _tone, q) in PLACES.items()}
    found = rows_of(plan).filter(week.rows).aggregate(**counts)
    waiting = rows_of(plan).filter(PLACES["waiting"][2])
    return Summary(
        figures=tuple(Figure(name, row[0], row[1], found[name]) for name, row in PLACES.items()),
        lines=tuple(_by_unit(plan, week)),
        coming=sum(row.day <= week.last for row in upcoming(plan, today)),
        oldest=waiting.aggregate(at=Min("message__created_at"))["at"],
    )


def _by_unit(plan: Plan, week: Week) -> Iterable[UnitLine]:
    counts = {name: Count("pk", filter=PLACES[name][2]) for name in COLUMNS}
    rows: Any = (
        rows_of(plan)
        .filter(week.rows)
        .values("obligation__unit", "obligation__unit__name", "channel")
        .annotate(**counts)
    )
    for row in rows.order_by("-failed", "-waiting", "obligation__unit__name", "channel"):
        yield UnitLine(
            unit=row["obligation__unit__name"],
            unit_id=row["obligation__unit"],
            channel=row["channel"],
            channel_word=str(Message.Channel(row["channel"]).label),
            cells=tuple((name, PLACES[name][0], row[name]) for name in COLUMNS),
        )


# -- the rows ----------------------------------------------------------------------------------------


def found_rows(
    plan: Plan,
    *,
    week: date | None = None,
    place: str = "",
    channel: str = "",
    unit: Unit | None = None,
    person: User | None = None,
) -> QuerySet[Reminder]:
    """Failed ones first, then what waits, then the latest."""
    rows = rows_of(plan)
    if week:
        rows = rows.filter(Week.of(week).rows)
    if place:
        rows = rows.filter(PLACES[place][2])
    if channel:
        rows = rows.filter(channel=channel)
    if unit:
        rows = rows.filter(obligation__unit=unit)
    if person:
        rows = rows.filter(recipient=person)
    return rows.select_related(*RELATED_OF_A_ROW).order_by(URGENCY, "-pk")


def units_reminded(plan: Plan) -> QuerySet[Unit]:
    owing = rows_of(plan).values("obligation__unit")
    return Unit.objects.filter(pk__in=owing).order_by("name")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
