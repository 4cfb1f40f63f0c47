"""Mail addresses that a server refused for good: noted, looked up, mended."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from notifications.models import Bounce
from units.models import User

ANSWER_LENGTH = 500


@transaction.atomic
def note_bounce(*, address: str, words: str, at: datetime) -> None:
    """A server said for good that nobody is there. Counted, with what it said last.

    It stands by the address: who is given another one is not flagged any more.
    """
    address = folded(address)
    if not address:
        return
    Bounce.objects.bulk_create(
        [Bounce(address=address, times=0, since=at, last_at=at)], ignore_conflicts=True
    )
    Bounce.objects.filter(address=address).update(
        answer=words[:ANSWER_LENGTH], times=F("times") + 1, last_at=at
    )


def folded(address: str) -> str:
    """Servers tell no large letters from small ones."""
    return address.strip().lower()


def bounces_of(people: Iterable[User]) -> dict[int, Bounce]:
    """By person, whose present address is flagged. One query."""
    addresses = {user.pk: folded(user.email) for user in people}
    wanted = set(addresses.values()) - {""}
    found = {row.address: row for row in Bounce.objects.filter(address__in=wanted)}
    return {pk: found[address] for pk, address in addresses.items() if address in found}
