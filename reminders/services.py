"""Deciding what is to be said and noting it; the outbox delivers."""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone, translation
from simple_history.utils import bulk_create_with_history

from notifications.delivery import Content, Delivery, as_written, deliver_due
from notifications.models import Message
from notifications.services import Draft, write_messages
from reminders.models import Reminder, ReminderRule, WorkerBeat
from reminders.sweep import due_reminders
from reminders.words import RELATED, Wording
from tasks.models import Obligation
from units.models import Government

RULES = Path("fixtures") / "reminder-rules.json"
SWEEP = "reminders"
KEY = "reminders/"


@dataclass(frozen=True)
class Sweep:
    """What one run noted."""

    told: int = 0
    people: int = 0
    skipped: int = 0


def send_reminders(*, now: datetime) -> Sweep:
    """Note and queue what is due by now and was not noted before.

    Repeated, late and parallel runs do no harm: a row of the ledger can be written once, and only
    who wrote it tells. Everything one person has to be told in a run is one message a channel.
    """
    for government in _without_all_rules():
        seed_rules(government=government)
    run = uuid4()
    rows = due_reminders(run=run, now=now)
    if not rows:
        return Sweep()
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        _note(rows)
        return _tell(run, now)


def run_once(*, now: datetime) -> tuple[Sweep, Delivery]:
    """What beat does every minute: note what is due, then deliver what is queued."""
    swept = send_reminders(now=now)
    return swept, deliver_due(now=now, recheck=still_due(timezone.localdate(now)))


def note_tick() -> None:
    WorkerBeat.objects.update_or_create(name=SWEEP, defaults={"ticked_at": timezone.now()})


@transaction.atomic
def seed_rules(*, government: Government) -> None:
    """The rules that come with the portal, for the kinds of which a government has none.

    A rule is switched off, never deleted: a kind without any is one the portal has learned since.
    """
    Government.objects.select_for_update().get(pk=government.pk)
    known = set(ReminderRule.objects.filter(government=government).values_list("kind", flat=True))
    new = [rule for rule in _shipped_rules() if rule["kind"] not in known]
    bulk_create_with_history(
        [ReminderRule(government=government, **rule) for rule in new], ReminderRule
    )


def _without_all_rules() -> QuerySet[Government]:
    kinds = {rule["kind"] for rule in _shipped_rules()}
    of_ours = Q(reminder_rules__kind__in=kinds)
    known = Count("reminder_rules__kind", filter=of_ours, distinct=True)
    return Government.objects.annotate(known=known).filter(known__lt=len(kinds))


@cache
def _shipped_rules() -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = json.loads((settings.BASE_DIR / RULES).read_text("utf-8"))
    return rules


def still_due(today: date) -> Callable[[Message], Content | None]:
    """The outbox's question before a mail leaves: what does it have to say by now?"""
    return partial(_still_due, Wording(today))


def _note(rows: list[Reminder]) -> None:
    """Only about what is owed at this moment, looked at again under a lock.

    What somebody is filing right now is locked by them: the next run looks at it again.
    """
    owed = (
        Obligation.objects.open()
        .filter(pk__in={row.obligation_id for row in rows})
        .select_for_update(skip_locked=True, no_key=True)
        .order_by("pk")
    )
    dates = {pk: due_on.isoformat() for pk, due_on in owed.values_list("pk", "due_on")}
    Reminder.objects.bulk_create(
        [row for row in rows if dates.get(row.obligation_id) == row.occasion],
        ignore_conflicts=True,
    )


def _tell(run: UUID, now: datetime) -> Sweep:
    """One message for each person and channel about the rows that this run wrote."""
    written = Reminder.objects.filter(run=run)
    to_tell = written.filter(decision=Reminder.Decision.TELL)
    told = list(to_tell.select_related("recipient", *RELATED))
    digests: dict[tuple[int | None, str], list[Reminder]] = defaultdict(list)
    for row in told:
        digests[row.recipient_id, row.channel].append(row)
    wording, key = Wording(timezone.localdate(now)), f"{KEY}{run}"
    drafts = [_draft(digest, wording.content(digest), key) for digest in digests.values()]
    write_messages(drafts=drafts, now=now)
    message = Message.objects.filter(
        key=key, recipient=OuterRef("recipient"), channel=OuterRef("channel")
    )
    to_tell.update(message=Subquery(message.values("pk")))
    people = {row.recipient_id for row in told}
    return Sweep(told=len(told), people=len(people), skipped=written.count() - len(told))


def _draft(digest: list[Reminder], content: Content, key: str) -> Draft:
    first = digest[0]
    return Draft(first.recipient, first.channel, content.subject, content.body, content.link, key)


def _still_due(wording: Wording, message: Message) -> Content | None:
    if not message.key.startswith(KEY):
        return as_written(message)
    rows = Reminder.objects.filter(message=message, decision=Reminder.Decision.TELL)
    due: list[Reminder] = []
    gone: list[Reminder] = []
    for row in rows.select_related(*RELATED):
        (due if row.is_still_due else gone).append(row)
    if gone:
        Reminder.objects.filter(pk__in=[row.pk for row in gone]).update(
            decision=Reminder.Decision.DROPPED
        )
    return wording.content(due) if due else None
