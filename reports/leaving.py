"""Who leaves a unit, what is open there in their name, and which colleagues could take it over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from motions.workflow import Status as PlanStatus
from notifications.models import Message
from reports.models import Filing
from reports.workflow import Status
from units.models import Handover, Membership, Unit, User
from units.permissions import Access
from units.roles import Permission, Role

UNIT_ROLES = (Role.CLERK, Role.HEAD)
# What the office is told of a report, also where it is a bureau that files itself.
NEWS_TO_OFFICE = ("submitted", "recalled", "correction-asked")


def may_end(access: Access, post: Membership) -> bool:
    """A head ends the posts of the unit's clerks; the administrator also those of heads."""
    if post.unit.government_id in access.governments_with(Permission.MANAGE_REFERENCE_DATA):
        return True
    return post.role == Role.CLERK and post.unit_id in access.heads()


def keeps_people(access: Access) -> bool:
    return bool(access.heads()) or access.has_anywhere(Permission.MANAGE_REFERENCE_DATA)


def unit_posts(access: Access) -> list[Membership]:
    """Every post of clerks and heads, past ones too, in units whose people the person keeps."""
    managed = access.governments_with(Permission.MANAGE_REFERENCE_DATA)
    return list(
        Membership.objects.filter(
            Q(unit__in=access.heads()) | Q(unit__government__in=managed), role__in=UNIT_ROLES
        )
        .select_related("user", "unit")
        .order_by("unit__name", "user__name", "pk")
    )


@dataclass(frozen=True)
class Leaver:
    """Somebody in a unit: their posts there, whether any is still held, and what is open."""

    user: User
    unit: Unit
    posts: tuple[Membership, ...]
    is_held: bool
    contacts: tuple[Filing, ...]
    sent: tuple[Filing, ...]
    unread: tuple[Message, ...]
    successors: tuple[Membership, ...]

    @property
    def post(self) -> Membership:
        return self.posts[0]

    @property
    def filings(self) -> tuple[Filing, ...]:
        return tuple({f.pk: f for f in (*self.contacts, *self.sent)}.values())

    @property
    def has_open(self) -> bool:
        return bool(self.filings or self.unread)


def leavers(access: Access, today: date) -> list[Leaver]:
    """Who holds a post, and who left something open. The same number of queries for any number."""
    by_person: dict[tuple[int, int], list[Membership]] = {}
    for post in unit_posts(access):
        by_person.setdefault((post.unit_id, post.user_id), []).append(post)
    own = {key: posts for key, posts in by_person.items() if all(may_end(access, p) for p in posts)}
    units = {unit for unit, _user in own}
    filings, reports = _open_filings(units), _reports_by_unit(units)
    unread = _unread({user for _unit, user in own})
    kept = _posts_kept(own, today)
    found = []
    for (unit_id, user_id), posts in own.items():
        held = [post for post in posts if _is_held(post, today)]
        theirs = [f for f in filings if unit_id in {f.obligation.unit_id, _successor_of(f)}]
        messages = _about_the_unit(
            unread.get(user_id, []), reports[unit_id], everything=(unit_id, user_id) not in kept
        )
        leaver = Leaver(
            user=posts[0].user,
            unit=posts[0].unit,
            posts=tuple(posts),
            is_held=bool(held),
            contacts=tuple(f for f in theirs if f.draft and f.draft.contact == posts[0].user.name),
            sent=tuple(f for f in theirs if _is_sent_by(f, user_id)),
            unread=tuple(messages),
            successors=tuple(
                _successors(by_person, unit_id, user_id, {p.role for p in held or posts}, today)
            ),
        )
        if leaver.is_held or leaver.has_open:
            found.append(leaver)
    return found


def handovers(access: Access) -> list[Handover]:
    managed = access.governments_with(Permission.MANAGE_REFERENCE_DATA)
    return list(
        Handover.objects.filter(
            Q(unit__in=access.heads()) | Q(government__in=managed)
        ).select_related("unit", "leaver", "successor")
    )


def _is_held(post: Membership, today: date) -> bool:
    return post.from_on <= today and (post.until_on is None or post.until_on > today)


def _successor_of(filing: Filing) -> int | None:
    return filing.obligation.unit.merged_into_id


def _is_sent_by(filing: Filing, user_id: int) -> bool:
    waits = filing.status == Status.AWAITING_SIGNATURE
    return waits and filing.draft is not None and filing.draft.sent_by_id == user_id


def _open_filings(units: Iterable[int]) -> list[Filing]:
    units = list(units)
    return list(
        Filing.objects.filter(
            Q(obligation__unit__in=units) | Q(obligation__unit__merged_into__in=units),
            Q(draft__entered_by__isnull=True),
            draft__isnull=False,
        )
        .exclude(obligation__plan__status=PlanStatus.CLOSED)
        .select_related("obligation__unit", "obligation__deadline", "draft")
    )


def _reports_by_unit(units: Iterable[int]) -> dict[int, list[int]]:
    """Every report of each unit and of those merged into it, open or not."""
    units = list(units)
    found: dict[int, list[int]] = {unit: [] for unit in units}
    rows = Filing.objects.filter(
        Q(obligation__unit__in=units) | Q(obligation__unit__merged_into__in=units)
    ).values_list("pk", "obligation__unit", "obligation__unit__merged_into")
    for filing, unit, successor in rows:
        for reported in (unit, successor):
            if reported in found:
                found[reported].append(filing)
    return found


def _unread(users: Iterable[int]) -> dict[int, list[Message]]:
    rows: dict[int, list[Message]] = {}
    inbox = Message.objects.filter(recipient__in=list(users), channel=Message.Channel.INBOX)
    for row in inbox.unread().select_related("recipient").order_by("pk"):
        if row.recipient is not None:
            rows.setdefault(row.recipient.pk, []).append(row)
    return rows


def _posts_kept(
    ending: dict[tuple[int, int], list[Membership]], today: date
) -> set[tuple[int, int]]:
    """Who, out of these units, keeps a post: in another unit, or another office in the same one."""
    held: dict[int, set[int]] = {}
    people = {user for _unit, user in ending}
    for post in Membership.objects.valid_on(today).filter(user__in=people):
        held.setdefault(post.user_id, set()).add(post.pk)
    return {
        (unit, user)
        for (unit, user), posts in ending.items()
        if held.get(user, set()) - {post.pk for post in posts}
    }


def _about_the_unit(
    unread: list[Message], filings: Iterable[int], *, everything: bool
) -> list[Message]:
    """All of who keeps no other post; otherwise what the unit is told of its own reports."""
    if everything:
        return unread
    about = tuple(f"filing/{filing}/" for filing in filings)
    to_office = tuple(f"{start}{news}/" for start in about for news in NEWS_TO_OFFICE)
    return [m for m in unread if m.key.startswith(about) and not m.key.startswith(to_office)]


def _successors(
    by_person: dict[tuple[int, int], list[Membership]],
    unit_id: int,
    user_id: int,
    roles: set[str],
    today: date,
) -> Iterable[Membership]:
    """Only who may do the same work: a head could not go on with what a clerk wrote."""
    for (unit, user), posts in by_person.items():
        if unit == unit_id and user != user_id and posts[0].user.is_active:
            held = next((p for p in posts if p.role in roles and _is_held(p, today)), None)
            if held:
                yield held
