from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.db.models import Min, Q, QuerySet

from notifications.models import DeliverySettings, MailboxItem, Message
from units.models import Membership, Unit, User
from units.permissions import Access
from units.roles import Permission

MAILBOX_BACKEND = "notifications.backends.MailboxBackend"


def unread_count(user: User) -> int:
    return Message.objects.inbox_of(user).unread().count()


def inbox(user: User, *, only_unread: bool = False) -> QuerySet[Message]:
    """The latest first."""
    messages = Message.objects.inbox_of(user).order_by("-pk")
    return messages.unread() if only_unread else messages


def told_of(key: str) -> frozenset[int]:
    """Whose inbox has the message of this key."""
    rows = Message.objects.filter(key=key, channel=Message.Channel.INBOX)
    return frozenset(rows.values_list("recipient", flat=True))


def oldest_due_unsent() -> datetime | None:
    """Machine moment since which the longest waiting mail is due; in the future if only retries wait."""
    waiting = Message.objects.filter(state__in=[Message.State.QUEUED, Message.State.SENDING])
    oldest: datetime | None = waiting.aggregate(oldest=Min("next_attempt_at"))["oldest"]
    return oldest


def mailbox_is_on() -> bool:
    return settings.EMAIL_BACKEND == MAILBOX_BACKEND


def mailbox(user: User, access: Access, today: date) -> QuerySet[MailboxItem]:
    """One's own mails; for who sees deliveries, those to all people of the same government.

    `is_own` says whose text may be shown: what one unit's people write each other stays there.
    """
    addresses = {user.email}
    governments = access.governments_with(Permission.SEE_DELIVERIES)
    if governments:
        people = Membership.objects.valid_on(today).filter(unit__government__in=governments)
        addresses |= set(people.values_list("user__email", flat=True))
    return (
        MailboxItem.objects.filter(to_address__in=addresses - {""})
        .annotate(is_own=Q(to_address=user.email))
        .order_by("-pk")
    )


def units_in(governments: Iterable[int]) -> QuerySet[Unit]:
    """Units of today, by name."""
    return Unit.objects.filter(government__in=governments, merged_into=None).order_by("name")


def people_in(governments: Iterable[int], today: date) -> QuerySet[User]:
    posts = Membership.objects.valid_on(today).filter(unit__government__in=governments)
    return User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("name", "pk")


def hours_rows(governments: Iterable[int]) -> QuerySet[DeliverySettings]:
    """What governments and units say of their nights, the wider first."""
    rows = DeliverySettings.objects.filter(
        Q(government__in=governments) | Q(unit__government__in=governments),
        quiet_from__isnull=False,
    )
    return rows.select_related("government", "unit").order_by("unit__name", "pk")
