"""Mail addresses that a server refused for good: noted, looked up, mended."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Lower, Trim

from common.errors import NotAllowedError, NotVisibleError
from notifications.models import Bounce
from units.models import Membership, User
from units.permissions import Access
from units.roles import Permission

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


@dataclass(frozen=True)
class Flagged:
    """A flagged address with the people who have it now."""

    bounce: Bounce
    people: tuple[User, ...]


def flagged_for(access: Access, today: date) -> list[Flagged]:
    """For the administrator: of the people of their governments, the latest first."""
    governments = access.governments_with(Permission.MANAGE_REFERENCE_DATA)
    if not governments:
        raise NotAllowedError
    posts = Membership.objects.valid_on(today).filter(unit__government__in=governments)
    people = (
        User.objects.filter(pk__in=posts.values("user"), is_active=True)
        .annotate(folded=Lower(Trim("email")))
        .filter(folded__in=Bounce.objects.values("address"))
        .order_by("name", "pk")
    )
    by_address: dict[str, list[User]] = defaultdict(list)
    for user in people:
        by_address[folded(user.email)].append(user)
    rows = Bounce.objects.filter(address__in=by_address).order_by("-last_at", "pk")
    return [Flagged(row, tuple(by_address[row.address])) for row in rows]


@transaction.atomic
def clear_bounce(*, bounce_id: int, access: Access, today: date) -> None:
    """The administrator says that the address works again; the next refusal flags it anew."""
    found = [row.bounce for row in flagged_for(access, today) if row.bounce.pk == bounce_id]
    if not found:
        raise NotVisibleError
    found[0].delete()
