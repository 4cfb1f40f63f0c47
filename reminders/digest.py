"""The weekly digest: what is due in two weeks, what is late, what came in. Once, or not at all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.calendar import WorkCalendar
from common.clock import start_of
from common.due import Due
from motions.in_charge import vice_mayors_of
from motions.models import Plan
from notifications.models import DeliverySettings, Message
from notifications.preferences import preferences_for
from notifications.services import Draft, write_messages
from reminders.models import DigestWeek
from reminders.words import left_words, title_of
from tasks.duties import owed_due
from tasks.models import Obligation
from units.models import CalendarDay, Government, Membership, User
from units.roles import Role
from units.selectors import work_calendar

KEY = "digest/"
AHEAD, BACK = timedelta(days=14), timedelta(days=7)
DAYS_OF_A_WEEK = 7
MOST_ITEMS = 20
# Who has it unless they say otherwise; the others may ask for it.
BY_DEFAULT = frozenset({Role.OFFICE, Role.SUPERVISOR, Role.VICE_MAYOR})
READERS = (*BY_DEFAULT, Role.HEAD)
Kind = Obligation.Kind
# What passes between units, or stays with the deputies' office, is not for those above to follow.
NOT_OVERSEEN = frozenset(
    {
        Kind.PART,
        Kind.SIGN_OFF,
        Kind.CONTRIBUTION,
        Kind.CO_SIGNATURE,
        Kind.REPLY_CO_SIGNATURE,
        Kind.DIFFICULTY_WORDS,
        Kind.RATING,
        Kind.ASSESSMENT,
    }
)
CAME_IN = frozenset({Kind.FILING, Kind.CORRECTION, Kind.REPLY, Kind.SECOND_REPLY})
RELATED = ("plan", "unit", "deadline", "motion", "task", "parent__unit", "parent__deadline")


@dataclass(frozen=True)
class Item:
    title: str
    plan: str
    due: Due
    left: str


@dataclass(frozen=True)
class Section:
    items: list[Item]
    more: int

    @property
    def number(self) -> int:
        return len(self.items) + self.more


def week_of(day: date) -> str:
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def digest_moment(calendar: WorkCalendar, today: date) -> datetime | None:
    """When an office opens on the first working day of this week; none in a week without one."""
    monday = today - timedelta(days=today.weekday())
    days = (monday + timedelta(days=n) for n in range(DAYS_OF_A_WEEK))
    first = next((day for day in days if calendar.is_workday(day)), None)
    return None if first is None else start_of(first)


def send_digests(*, now: datetime) -> int:
    """Write what is due this week and was not written; made up later in the week after an outage."""
    today = timezone.localdate(now)
    waiting = Government.objects.filter(plans__isnull=False).distinct()
    waiting = waiting.exclude(digest_weeks__week=week_of(today)).order_by("pk")
    return sum(_write(government, now) for government in _whose_moment_has_come(waiting, now))


def _whose_moment_has_come(waiting: Iterable[Government], now: datetime) -> list[Government]:
    """Two queries: until then every tick asks for all of them, and in a week of holidays for days."""
    today = timezone.localdate(now)
    monday = today - timedelta(days=today.weekday())
    sunday = monday + timedelta(days=DAYS_OF_A_WEEK - 1)
    days: dict[int, dict[date, bool]] = defaultdict(dict)
    rows = CalendarDay.objects.filter(day__range=(monday, sunday))
    for pk, day, is_workday in rows.values_list("government", "day", "is_workday"):
        days[pk][day] = is_workday
    moments = (
        (row, digest_moment(WorkCalendar(days[row.pk], frozenset()), today)) for row in waiting
    )
    return [row for row, moment in moments if moment is not None and now >= moment]


@transaction.atomic
def _write(government: Government, now: datetime) -> int:
    """The row first: of two at once the second finds it and writes nothing."""
    today = timezone.localdate(now)
    calendar = work_calendar(government.pk)
    week = week_of(today)
    _row, is_new = DigestWeek.objects.get_or_create(
        government=government, week=week, defaults={"made_at": now}
    )
    if not is_new:
        return 0
    with translation.override(settings.LANGUAGE_CODE):
        drafts = list(_drafts(government, calendar, today, f"{KEY}{week}/{government.pk}"))
    write_messages(drafts=drafts, now=now)
    return len({draft.recipient.pk for draft in drafts if draft.recipient})


def _drafts(
    government: Government, calendar: WorkCalendar, today: date, key: str
) -> Iterator[Draft]:
    readers = _readers(government, today)
    owed = _owed(government, today) if readers else []
    wishes = preferences_for(user_ids=[user.pk for user in readers], endpoints=[], today=today)
    for user, scope in readers.items():
        rows = [row for row in owed if scope.has(row)]
        sections = _sections(rows, calendar, today)
        if not any(section.number for section in sections.values()):
            continue
        body = render_to_string("reminders/digest.txt", sections).strip()
        link = reverse("home" if scope.plans else "my_work")
        for channel in (Message.Channel.INBOX, Message.Channel.MAIL):
            if wishes.takes(user.pk, channel):
                yield Draft(user, channel, _subject(sections), body, link, key, is_digest=True)


@dataclass(frozen=True)
class Scope:
    """Plans that one oversees, and units of one's own."""

    plans: frozenset[int]
    units: frozenset[int]

    def has(self, owed: Obligation) -> bool:
        if owed.unit_id in self.units:
            return True
        return owed.plan_id in self.plans and owed.kind not in NOT_OVERSEEN


def _readers(government: Government, today: date) -> Mapping[User, Scope]:
    """Who is to have one, and of what; the posts of today, and what each person has said."""
    posts = list(
        Membership.objects.valid_on(today)
        .filter(unit__government=government, role__in=READERS, user__is_active=True)
        .select_related("user")
        .prefetch_related("unit__predecessors")
        .order_by("user_id", "pk")
    )
    said = dict(
        DeliverySettings.objects.filter(
            user__in={post.user_id for post in posts}, wants_digest__isnull=False
        ).values_list("user", "wants_digest")
    )
    plans = list(Plan.objects.filter(government=government))
    led = vice_mayors_of(plans, today)
    found: dict[User, list[tuple[Membership, set[int]]]] = defaultdict(list)
    for post in posts:
        if said.get(post.user_id, post.role in BY_DEFAULT):
            found[post.user].append((post, _overseen(post, plans, led)))
    return {
        user: Scope(
            frozenset().union(*(overseen for _post, overseen in own)),
            frozenset(_own_units(post for post, _overseen in own)),
        )
        for user, own in found.items()
    }


def _overseen(
    post: Membership, plans: Iterable[Plan], led: Mapping[int, list[Membership]]
) -> set[int]:
    if post.role == Role.OFFICE:
        return {plan.pk for plan in plans if plan.reviewing_unit_id == post.unit_id}
    if post.role == Role.SUPERVISOR:
        return {plan.pk for plan in plans if plan.supervisor_unit_id == post.unit_id}
    if post.role == Role.VICE_MAYOR:
        return {pk for pk, posts in led.items() if post.user_id in {row.user_id for row in posts}}
    return set()


def _own_units(posts: Iterable[Membership]) -> Iterator[int]:
    """A head's unit and those merged into it."""
    for post in posts:
        if post.role == Role.HEAD:
            yield post.unit_id
            yield from (unit.pk for unit in post.unit.predecessors.all())


def _owed(government: Government, today: date) -> list[Obligation]:
    """Open and due by then, or met in the last week. One query a government."""
    since = start_of(today) - BACK
    is_open = Q(met_at__isnull=True, due_on__lte=today + AHEAD)
    came = Q(met_at__gte=since, kind__in=CAME_IN)
    rows = Obligation.objects.in_force().filter(is_open | came, government=government)
    rows = rows.exclude(kind=Kind.PART)  # rides on its report
    return list(rows.select_related(*RELATED).order_by("due_on", "pk"))


def _sections(
    rows: Iterable[Obligation], calendar: WorkCalendar, today: date
) -> dict[str, Section]:
    groups: dict[str, list[Obligation]] = {"coming": [], "late": [], "came": []}
    for row in rows:
        name = "came" if row.met_at else "late" if row.due_on < today else "coming"
        groups[name].append(row)
    return {name: _section(owed, calendar, today) for name, owed in groups.items()}


def _section(rows: list[Obligation], calendar: WorkCalendar, today: date) -> Section:
    items = []
    for owed in rows[:MOST_ITEMS]:
        when = owed_due(owed, calendar, today)
        items.append(Item(title_of(owed), str(owed.plan), when, left_words(when, today)))
    return Section(items, len(rows) - len(items))


def _subject(sections: Mapping[str, Section]) -> str:
    facts = {name: section.number for name, section in sections.items()}
    return _("每周概览：今后两周到期 %(coming)s 项，逾期 %(late)s 项，上周报来 %(came)s 项") % facts
