"""How each person and each robot wants to be reached, and when not. The one place for quiet hours.

What is left empty is said by the next wider one: person, unit, government, portal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from notifications.models import DeliverySettings, Endpoint, Message
from units.models import Membership


@dataclass(frozen=True)
class Hours:
    """From `start` until (not including) `end`, local time, across midnight where `end` is earlier.

    The same time twice means never.
    """

    start: time
    end: time

    def contain(self, moment: datetime) -> bool:
        at = timezone.localtime(moment).time()
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end

    def end_after(self, moment: datetime) -> datetime:
        """The end of the hours that contain the moment."""
        local = timezone.localtime(moment)
        day = local.date() + timedelta(days=1 if local.time() >= self.end else 0)
        return timezone.make_aware(datetime.combine(day, self.end))


# What holds where nobody has said anything else.
QUIET = Hours(time(21), time(8))


def leaves_at(hours: Hours, *, business_at: datetime, machine_at: datetime) -> datetime:
    """From which machine moment something may leave that is ready at this one.

    People's nights are those of business time, which a rehearsal moves; the outbox goes by machine
    time. Both run equally fast, so what is left of the night in the one is left of it in the other.
    """
    if not hours.contain(business_at):
        return machine_at
    return machine_at + (hours.end_after(business_at) - business_at)


@dataclass(frozen=True)
class Preferences:
    """Of some people and endpoints, read at once."""

    people: Mapping[int, list[DeliverySettings]] = field(default_factory=dict)
    units: Mapping[int, list[DeliverySettings]] = field(default_factory=dict)
    without: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def takes(self, user_id: int, channel: str) -> bool:
        """The inbox always."""
        return channel == Message.Channel.INBOX or channel not in self.without.get(user_id, ())

    def hours(self, *, user_id: int | None = None, unit_id: int | None = None) -> Hours:
        said = self.people.get(user_id or 0) if user_id else self.units.get(unit_id or 0)
        return next((h for row in said or () if (h := _hours_of(row))), QUIET)

    def hours_for(self, message: Message) -> Hours:
        endpoint = message.endpoint
        if endpoint is not None and endpoint.unit_id is not None:
            return self.hours(unit_id=endpoint.unit_id)
        return self.hours(user_id=message.recipient_id or (endpoint.user_id if endpoint else None))


def preferences_for(
    *, user_ids: Iterable[int], endpoints: Iterable[Endpoint], today: date
) -> Preferences:
    """Two queries, however many they are."""
    endpoints = list(endpoints)
    users = set(user_ids) | {e.user_id for e in endpoints if e.user_id is not None}
    units = {e.unit_id: e.government_id for e in endpoints if e.unit_id is not None}
    posts = list(
        Membership.objects.valid_on(today)
        .filter(user__in=users)
        .order_by("pk")
        .values_list("user", "unit", "unit__government")
    )
    rows = DeliverySettings.objects.filter(
        Q(user__in=users)
        | Q(unit__in={unit for _user, unit, _government in posts} | set(units))
        | Q(government__in={government for *_post, government in posts} | set(units.values()))
    )
    by = {("user", r.user_id): r for r in rows if r.user_id}
    by |= {("unit", r.unit_id): r for r in rows if r.unit_id}
    by |= {("government", r.government_id): r for r in rows if r.government_id}
    people = {user: [("user", user)] for user in users}
    for kind in ("unit", "government"):
        for user, unit, government in posts:
            people[user].append((kind, unit if kind == "unit" else government))
    return Preferences(
        people={user: [by[p] for p in places if p in by] for user, places in people.items()},
        units={
            unit: [by[p] for p in (("unit", unit), ("government", government)) if p in by]
            for unit, government in units.items()
        },
        without=channels_left_out(rows),
    )


def channels_left_out(rows: Iterable[DeliverySettings]) -> dict[int, frozenset[str]]:
    """By person, the channels they do without."""
    return {row.user_id: frozenset(row.without) for row in rows if row.user_id}


def channel_of(endpoint: Endpoint) -> str:
    """By which a rule names it."""
    is_number = endpoint.kind == Endpoint.Kind.SMS
    return Message.Channel.SMS if is_number else Message.Channel.CHAT


def _hours_of(row: DeliverySettings) -> Hours | None:
    if row.quiet_from is None or row.quiet_until is None:
        return None
    return Hours(row.quiet_from, row.quiet_until)
