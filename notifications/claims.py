"""Messages that one worker holds: taken a few at a time, marked one by one, given back."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from notifications.models import Message


def take(pks: Iterable[int], *, away: Iterable[str]) -> list[Message]:
    """Those of them that are due and that nobody else holds; committed before anything is sent."""
    at = timezone.now()
    with transaction.atomic(durable=True):
        due = Message.objects.deliverable(at).filter(pk__in=pks).exclude(channel__in=away)
        held = list(
            due.select_for_update(skip_locked=True, of=("self",))
            .select_related("recipient", "endpoint")
            .order_by("pk")
        )
        Message.objects.filter(pk__in=[message.pk for message in held]).update(
            state=Message.State.SENDING, claimed_at=at
        )
    for message in held:
        message.state, message.claimed_at = Message.State.SENDING, at
    return held


def release(message: Message, **changes: object) -> None:
    """Only the holder's own claim: if it went stale meanwhile, another worker speaks for it."""
    Message.objects.filter(
        pk=message.pk, state=Message.State.SENDING, claimed_at=message.claimed_at
    ).update(**changes)


def give_back(messages: Iterable[Message]) -> None:
    """Nothing was tried: whoever is next takes them."""
    held = list(messages)
    if held:
        Message.objects.filter(
            pk__in=[message.pk for message in held],
            state=Message.State.SENDING,
            claimed_at=held[0].claimed_at,
        ).update(state=Message.State.QUEUED)
