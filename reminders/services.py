"""Deciding what is to be said and noting it; the outbox delivers."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone, translation
from simple_history.utils import bulk_create_with_history

from common.calendar import WorkCalendar
from notifications.carriers import Content
from notifications.delivery import Delivery, Recheck, as_written, deliver_due
from notifications.models import Message
from notifications.services import Draft, write_messages
from reminders.addresses import Way
from reminders.models import Reminder, ReminderRule, Wake
from reminders.models.reminder import ReminderQuerySet
from reminders.people import people_for
from reminders.sweep import look_at, not_asked
from reminders.wakes import look_again, look_begins, note_changes, note_looks
from reminders.words import RELATED, Wording
from tasks.models import Obligation
from units.models import Government

__all__ = ["look_again", "run_once", "seed_rules", "send_reminders", "still_due"]

RULES = Path("fixtures") / "reminder-rules.json"
KEY = "reminders/"
# A transaction's worth: their rows are locked meanwhile.
GOVERNMENTS_AT_ONCE = 20


@dataclass(frozen=True)
class Sweep:
    """What one run noted."""

    told: int = 0
    people: int = 0
    skipped: int = 0

    def __add__(self, other: "Sweep") -> "Sweep":
        return Sweep(
            self.told + other.told, self.people + other.people, self.skipped + other.skipped
        )


def send_reminders(*, now: datetime) -> Sweep:
    """Note and queue what is due by now and was not noted before.

    Repeated, late and parallel runs do no harm: a row of the ledger can be written once, and only
    who wrote it tells. Everything one person has to be told in a run is one message a channel. What
    it costs goes by what has a rung since the last run or was changed since, not by what exists.
    """
    today = timezone.localdate(now)
    note_changes(today=today)
    due = Wake.objects.filter(on__lte=today).order_by("government_id")
    ids = list(due.values_list("government_id", flat=True).distinct())
    groups = (ids[at : at + GOVERNMENTS_AT_ONCE] for at in range(0, len(ids), GOVERNMENTS_AT_ONCE))
    return sum((_sweep(government_ids=group, now=now) for group in groups), Sweep())


@transaction.atomic
def _sweep(*, government_ids: list[int], now: datetime) -> Sweep:
    """One transaction for a few governments; those that another run is at are left to it."""
    held = _held(government_ids)
    for government in _without_all_rules(held):
        seed_rules(government=government)
    today = timezone.localdate(now)
    at = look_begins()
    owed = _due(held, today)
    run = uuid4()
    look = look_at(owed, run=run, now=now)
    Reminder.objects.bulk_create(look.rows, ignore_conflicts=True)
    note_looks(wakes=look.wakes, at=at)
    _forget_what_is_met(held, today)
    with translation.override(settings.LANGUAGE_CODE):
        return _tell(run, now, look.calendars) if look.rows else Sweep()


def _held(government_ids: list[int]) -> list[Government]:
    rows = Government.objects.select_for_update(skip_locked=True, no_key=True)
    return list(rows.filter(pk__in=government_ids).order_by("pk"))


def _due(governments: list[Government], today: date) -> list[Obligation]:
    """Held until it is noted; what somebody is filing right now is left for the next run."""
    return list(
        Obligation.objects.open()
        .filter(wake__on__lte=today, wake__government__in=governments)
        .select_related("plan")
        .select_for_update(skip_locked=True, no_key=True, of=("self",))
        .order_by("pk")
    )


def _forget_what_is_met(governments: list[Government], today: date) -> None:
    """It is looked at again if it is opened again."""
    met = Q(obligation__met_at__isnull=False) | Q(obligation__withdrawn_at__isnull=False)
    Wake.objects.filter(met, on__lte=today, government__in=governments).update(on=None)


def run_once(*, now: datetime) -> tuple[Sweep, Delivery]:
    """By hand what beat asks for every minute: note what is due, then deliver what is queued."""
    swept = send_reminders(now=now)
    return swept, deliver_due(now=now, recheck=still_due(timezone.localdate(now)))


@transaction.atomic
def seed_rules(*, government: Government) -> None:
    """The rules that come with the portal, for the kinds of which a government has none.

    A rule is switched off, never deleted: a kind without any is one the portal has learned since.
    """
    Government.objects.select_for_update(no_key=True).get(pk=government.pk)
    rules = ReminderRule.objects.filter(government=government, plan__isnull=True)
    known = set(rules.values_list("kind", flat=True))
    new = [rule for rule in _shipped_rules() if rule["kind"] not in known]
    bulk_create_with_history(
        [ReminderRule(government=government, **rule) for rule in new], ReminderRule
    )


def _without_all_rules(governments: list[Government]) -> list[Government]:
    kinds = {rule["kind"] for rule in _shipped_rules()}
    known: dict[int, set[str]] = defaultdict(set)
    rules = ReminderRule.objects.filter(government__in=governments, plan__isnull=True)
    for pk, kind in rules.values_list("government", "kind").distinct():
        known[pk].add(kind)
    return [row for row in governments if not kinds <= known[row.pk]]


@cache
def _shipped_rules() -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = json.loads((settings.BASE_DIR / RULES).read_text("utf-8"))
    return rules


def still_due(today: date) -> Recheck:
    """The outbox's question before mails leave: what does each have to say by now?"""
    return partial(_still_due, Wording(today))


def _tell(run: UUID, now: datetime, calendars: Mapping[int, WorkCalendar]) -> Sweep:
    """One message for each person and channel about the rows that this run wrote."""
    written = Reminder.objects.filter(run=run)
    to_tell = written.filter(decision=Reminder.Decision.TELL)
    told = list(to_tell.select_related("recipient", "endpoint", *RELATED))
    digests: dict[Way, list[Reminder]] = defaultdict(list)
    for row in told:
        digests[Way(row.recipient_id, row.endpoint_id, row.channel)].append(row)
    wording, key = Wording(timezone.localdate(now), calendars), f"{KEY}{run}"
    drafts = [_draft(digest, wording.content(digest), key) for digest in digests.values()]
    write_messages(drafts=drafts, now=now)
    _link_to_messages(to_tell, key)
    people = {row.recipient_id for row in told} - {None}
    return Sweep(told=len(told), people=len(people), skipped=written.count() - len(told))


def _link_to_messages(rows: ReminderQuerySet, key: str) -> None:
    """Each row with the message that tells of it: its endpoint's, or else its person's."""
    messages = Message.objects.filter(key=key)
    to_person = messages.filter(
        recipient=OuterRef("recipient"), channel=OuterRef("channel"), endpoint__isnull=True
    )
    to_endpoint = messages.filter(endpoint=OuterRef("endpoint"))
    rows.filter(endpoint__isnull=True).update(message=Subquery(to_person.values("pk")))
    rows.filter(endpoint__isnull=False).update(message=Subquery(to_endpoint.values("pk")))


def _draft(digest: list[Reminder], content: Content, key: str) -> Draft:
    first = digest[0]
    return Draft(
        first.recipient,
        first.channel,
        content.subject,
        content.body,
        content.link,
        key,
        endpoint=first.endpoint,
    )


def _still_due(wording: Wording, messages: Sequence[Message]) -> dict[int, Content]:
    """What it reads is read once for all of them."""
    told = [row.pk for row in messages if row.key.startswith(KEY)]
    said = as_written(row for row in messages if not row.key.startswith(KEY))
    rows = Reminder.objects.filter(message__in=told, decision=Reminder.Decision.TELL)
    due: dict[int, list[Reminder]] = defaultdict(list)
    gone: list[int] = []
    found = list(rows.select_related("rule", *RELATED).order_by("pk"))
    is_wanted = _wanted([row.obligation for row in found], wording.today)
    for row in found:
        if row.message_id is not None and is_wanted(row):
            due[row.message_id].append(row)
        else:
            gone.append(row.pk)
    if gone:
        Reminder.objects.filter(pk__in=gone).update(decision=Reminder.Decision.DROPPED)
    wording.read_calendars(row.government_id for told in due.values() for row in told)
    return said | {pk: wording.content(told) for pk, told in due.items()}


def _wanted(owed: Sequence[Obligation], today: date) -> Callable[[Reminder], bool]:
    """Of rows about these: still owed by that date, by who was asked, and told to who is in the post.

    What a unit does is not for those to read who have left it since.
    """
    if not owed:
        return lambda _row: False
    idle, people = not_asked(owed), people_for(owed, today)
    return lambda row: (
        row.is_still_due and row.obligation_id not in idle and people.still_means(row)
    )
