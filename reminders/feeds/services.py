"""Making, revoking and reading the secret addresses."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.errors import NotVisibleError
from common.guessing import Guesses
from reminders.errors import NothingToSubscribeError
from reminders.feeds.events import calendar_text
from reminders.feeds.owed import access_of_unit, entries_of
from reminders.feeds.selectors import feed_for
from reminders.models import CalendarFeed
from units.models import Unit, User
from units.permissions import Access, access_of

MISSES = Guesses("reminders.feeds", most=30)
TOKEN_BYTES = 32
NAME = _("议案办理 · %(owner)s")


@dataclass(frozen=True)
class Fetched:
    """What a calendar program is answered. `changed_at`: machine time, to the second."""

    content: bytes
    sha256: str
    changed_at: datetime


@transaction.atomic
def make_feed(*, by: User, access: Access, unit_id: int | None, now: datetime) -> str:
    """A new address, for oneself or a unit one heads; the former one ends. Answers its token, which
    is not kept."""
    if unit_id is None and not access.grants:
        raise NothingToSubscribeError
    user = User.objects.select_for_update(no_key=True).get(pk=by.pk) if unit_id is None else None
    unit = _headed_unit(access, unit_id) if unit_id is not None else None
    CalendarFeed.objects.filter(user=user, unit=unit, revoked_at__isnull=True).update(
        revoked_at=now, revoked_by=by
    )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    CalendarFeed.objects.create(
        user=user,
        unit=unit,
        token_sha256=_sha256(token.encode()),
        created_at=now,
        created_by=by,
    )
    return token


@transaction.atomic
def revoke_feed(*, feed_id: int, by: User, access: Access, now: datetime) -> None:
    feed = CalendarFeed.objects.select_for_update(no_key=True).filter(pk=feed_id).first()
    if feed is None or not (feed.user_id == by.pk or feed.unit_id in access.heads()):
        raise NotVisibleError
    if feed.revoked_at is None:
        feed.revoked_at, feed.revoked_by = now, by
        feed.save(update_fields=["revoked_at", "revoked_by"])


def fetch(*, token: str, caller: str, now: datetime) -> Fetched:
    """The calendar behind an address. Who asks for addresses that are none is stopped after a while;
    an address that is one is always answered, whoever else asks from the same office."""
    feed = feed_for(_sha256(token.encode()))
    found = _reader(feed, now) if feed else None
    if feed is None or found is None:
        MISSES.note_or_refuse(caller=caller, now=now)
        raise NotVisibleError
    owner, access = found
    today = timezone.localdate(now)
    content = calendar_text(
        entries_of(access, today), access=access, name=str(NAME) % {"owner": owner}, today=today
    )
    return _noted(feed, content, now)


def _reader(feed: CalendarFeed, now: datetime) -> tuple[User | Unit, Access] | None:
    """Whose calendar it is and what stands in it; None once nobody may read it any more.

    A unit's address ends with the post of the head who made it and knows it.
    """
    today = timezone.localdate(now)
    maker = feed.user or feed.created_by
    access = access_of(maker, today) if maker.is_active else None
    if access is None or not access.grants:
        return None
    if feed.unit is None:
        return maker, access
    if feed.unit_id not in access.heads() or feed.unit.merged_into_id is not None:
        return None
    return feed.unit, access_of_unit(feed.unit, today)


def _noted(feed: CalendarFeed, content: bytes, now: datetime) -> Fetched:
    """Writes at most once a day, and when there is something new."""
    sha256, changed_at = _sha256(content), feed.changed_at
    if changed_at is None or feed.content_sha256 != sha256:
        changed_at = timezone.now().replace(microsecond=0)
    today = timezone.localdate(now)
    if changed_at != feed.changed_at or feed.last_fetched_on != today:
        CalendarFeed.objects.filter(pk=feed.pk).update(
            last_fetched_on=today, content_sha256=sha256, changed_at=changed_at
        )
    return Fetched(content, sha256, changed_at)


def _headed_unit(access: Access, unit_id: int) -> Unit:
    unit = (
        Unit.objects.select_for_update(no_key=True)
        .filter(pk=unit_id, merged_into__isnull=True)
        .first()
    )
    if unit is None or unit.pk not in access.heads():
        raise NotVisibleError
    return unit


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
