from collections.abc import Iterable
from dataclasses import dataclass

from reminders.models import CalendarFeed
from units.models import Unit, User
from units.permissions import Access


@dataclass(frozen=True)
class FeedPlace:
    """A calendar that there can be: one's own, or of a unit one heads."""

    title: str
    unit: Unit | None
    feed: CalendarFeed | None


def feed_for(token_sha256: str) -> CalendarFeed | None:
    """Looked up by the hash alone, so that the time it takes tells nothing of any token."""
    return (
        CalendarFeed.objects.filter(token_sha256=token_sha256, revoked_at__isnull=True)
        .select_related("user", "unit", "created_by")
        .first()
    )


def feed_places(user: User, access: Access) -> list[FeedPlace]:
    units = Unit.objects.filter(pk__in=access.heads(), merged_into__isnull=True).order_by("name")
    feeds = _standing(user, [unit.pk for unit in units])
    own = FeedPlace(str(user), None, feeds.get(None))
    return [own, *(FeedPlace(str(unit), unit, feeds.get(unit.pk)) for unit in units)]


def _standing(user: User, units: Iterable[int]) -> dict[int | None, CalendarFeed]:
    rows = CalendarFeed.objects.filter(revoked_at__isnull=True).select_related("created_by")
    own, of_units = rows.filter(user=user), rows.filter(unit__in=list(units))
    return {feed.unit_id: feed for feed in (*own, *of_units)}
