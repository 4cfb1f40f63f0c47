"""What people and administrators choose: channels, hours, the weekly digest."""

from dataclasses import dataclass
from datetime import time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError, NotAllowedError, NotVisibleError
from notifications.models import DeliverySettings, Message
from notifications.permissions import governments_managed
from units.models import Government, Unit, User
from units.permissions import Access

# The inbox is not among them: it cannot be switched off.
CHANNELS = (Message.Channel.MAIL, Message.Channel.SMS, Message.Channel.CHAT)


class HalfHoursError(InvalidError):
    words = _("免打扰的开始和结束要么都填，要么都空着。")


@dataclass(frozen=True)
class Choices:
    """Of one person. None is: as it is for everybody."""

    without: frozenset[str]
    quiet_from: time | None
    quiet_until: time | None
    wants_digest: bool | None


def settings_of(user: User) -> DeliverySettings:
    """As chosen, or a row that says nothing yet."""
    return DeliverySettings.objects.filter(user=user).first() or DeliverySettings(user=user)


@transaction.atomic
def choose(*, by: User, choices: Choices) -> None:
    """Each person for themselves."""
    _check(choices.quiet_from, choices.quiet_until)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    row = settings_of(by)
    row.without = sorted(choices.without & set(CHANNELS))
    row.quiet_from, row.quiet_until = choices.quiet_from, choices.quiet_until
    row.wants_digest = choices.wants_digest
    row.save()


@transaction.atomic
def stop_digest(*, user_id: int) -> None:
    """By the link in a digest: nobody is signed in, and nothing else is changed."""
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if user is None:
        raise NotVisibleError
    row = settings_of(user)
    if row.wants_digest is not False:
        row.wants_digest = False
        row.save()


@transaction.atomic
def set_hours(
    *, access: Access, owner: Government | Unit, quiet_from: time | None, quiet_until: time | None
) -> None:
    """Of a whole government, or of a unit and its robots. Both empty: as the next wider one has it."""
    government_id = owner.pk if isinstance(owner, Government) else owner.government_id
    if not governments_managed(access):
        raise NotAllowedError
    if government_id not in governments_managed(access):
        raise NotVisibleError
    _check(quiet_from, quiet_until)
    Government.objects.select_for_update(no_key=True).get(pk=government_id)
    whose = {"government" if isinstance(owner, Government) else "unit": owner}
    row = DeliverySettings.objects.filter(**whose).first() or DeliverySettings(**whose)
    row.quiet_from, row.quiet_until = quiet_from, quiet_until
    row.save()


def _check(quiet_from: time | None, quiet_until: time | None) -> None:
    if (quiet_from is None) != (quiet_until is None):
        raise HalfHoursError
