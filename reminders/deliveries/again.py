"""Sending something again, because a person asks for it."""

from datetime import date, datetime, time
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from common.errors import NotAllowedError, NotVisibleError
from notifications.models import Endpoint, Message
from notifications.services import Draft, write_messages
from reminders.errors import (
    AgainAlreadyError,
    AgainTooOftenError,
    NobodyToTellError,
    NotInThePostError,
    NotOwedAnyMoreError,
    NotToldYetError,
    ReasonTooLongError,
    WithoutReasonError,
)
from reminders.models import AGAIN, Reminder
from reminders.models.reminder import ReminderQuerySet
from reminders.people import people_for
from reminders.permissions import can_see_deliveries
from reminders.services import KEY
from reminders.words import RELATED, Wording
from tasks.models import Obligation
from units.models import User
from units.permissions import Access

# To one person, by hand, from all plans together: a reminder is no nagging.
MOST_A_DAY = 3
LONGEST_REASON = 300
STATES = frozenset({Reminder.State.SENT, Reminder.State.FAILED})


def reminder_for(access: Access, reminder_id: int) -> Reminder:
    row = (
        Reminder.objects.filter(pk=reminder_id, government__in=access.governments)
        .select_related("rule", "recipient", "endpoint", "message", *RELATED)
        .first()
    )
    if row is None:
        raise NotVisibleError
    if not can_see_deliveries(access, row.obligation.plan):
        raise NotAllowedError
    return row


def times_sent(row: Reminder) -> int:
    """How often this was told of this date by this rung: by itself once, then by hand."""
    return 1 + _by_hand(row).count()


@transaction.atomic
def send_again(
    *, reminder_id: int, by: User, access: Access, reason: str, seen: int, now: datetime
) -> Reminder:
    """A row of its own in the ledger, with who asked and why, and a message about this alone.

    `seen`: how often it had been sent on the page that the person saw. Two clicks are one sending:
    the first holds what is owed, the second finds that it was sent once more than it saw.
    """
    reason = " ".join(reason.split())
    _require_reason(reason)
    row = reminder_for(access, reminder_id)
    Obligation.objects.select_for_update(no_key=True).get(pk=row.obligation_id)
    row = reminder_for(access, reminder_id)
    if not row.is_still_due:
        raise NotOwedAnyMoreError
    if times_sent(row) != seen:
        raise AgainAlreadyError
    if row.state not in STATES:
        raise NotToldYetError
    _require_reachable(row, timezone.localdate(now))
    _require_seldom(row, now)
    return _write(row, by, reason, f"{row.told_of.isoformat()}{AGAIN}{seen + 1}", now)


def _by_hand(row: Reminder) -> ReminderQuerySet:
    return Reminder.objects.filter(
        obligation=row.obligation_id,
        occasion__startswith=f"{row.told_of.isoformat()}{AGAIN}",
        rule=row.rule_id,
        recipient=row.recipient_id,
        endpoint=row.endpoint_id,
        channel=row.channel,
    )


def _require_reason(reason: str) -> None:
    if not reason:
        raise WithoutReasonError
    if len(reason) > LONGEST_REASON:
        raise ReasonTooLongError(found=len(reason), most=LONGEST_REASON)


def _require_reachable(row: Reminder, today: date) -> None:
    recipient, endpoint = row.recipient, row.endpoint
    if recipient is not None and not recipient.is_active:
        raise NobodyToTellError(name=recipient)
    if endpoint is not None and not endpoint.is_active:
        raise NobodyToTellError(name=endpoint)
    if row.channel == Message.Channel.MAIL and recipient is not None and not recipient.email:
        raise NobodyToTellError(name=recipient)
    if not people_for([row.obligation], today).still_means(row):
        raise NotInThePostError(name=recipient)


def _require_seldom(row: Reminder, now: datetime) -> None:
    """Whoever else sends this person something by hand waits for the lock."""
    if row.recipient_id is not None:
        User.objects.select_for_update(no_key=True).get(pk=row.recipient_id)
    elif row.endpoint_id is not None:
        Endpoint.objects.select_for_update(no_key=True).get(pk=row.endpoint_id)
    today = timezone.make_aware(datetime.combine(timezone.localdate(now), time.min))
    sent = Reminder.objects.filter(
        sent_again_by__isnull=False,
        recipient=row.recipient_id,
        endpoint=row.endpoint_id,
        created_at__gte=today,
        created_at__lte=now,
    )
    if sent.count() >= MOST_A_DAY:
        raise AgainTooOftenError(name=row.recipient or row.endpoint, most=MOST_A_DAY)


def _write(row: Reminder, by: User, reason: str, occasion: str, now: datetime) -> Reminder:
    run = uuid4()
    with translation.override(settings.LANGUAGE_CODE):
        content = Wording(timezone.localdate(now)).content([row])
    draft = Draft(
        row.recipient,
        row.channel,
        content.subject,
        content.body,
        content.link,
        f"{KEY}{run}",
        endpoint=row.endpoint,
    )
    write_messages(drafts=[draft], now=now)
    return Reminder.objects.create(
        government_id=row.government_id,
        obligation=row.obligation,
        occasion=occasion,
        rule=row.rule,
        recipient=row.recipient,
        endpoint=row.endpoint,
        audience=row.audience,
        channel=row.channel,
        decision=Reminder.Decision.TELL,
        message=Message.objects.get(key=draft.key),
        sent_again_by=by,
        reason=reason,
        run=run,
        created_at=now,
    )
