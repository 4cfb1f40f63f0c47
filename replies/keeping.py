"""What the deputies' office sees: the roster, who has answered, the sheets with the links."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from common.due import Due
from common.errors import NotAllowedError
from common.qr import qr_svg
from events.selectors import events_of
from motions.models import Motion
from replies.codes import in_groups
from replies.errors import KeeperHeldError
from replies.keepers import Keepers
from replies.letters import addressee_words, letter_text
from replies.models import KeeperChange, Reply
from replies.pages import DeputyLine, LetterLine, deputy_lines, letter_lines
from replies.permissions import actors_of, can_keep_roster, can_make_links, is_out
from replies.selectors import (
    answered_on_paper,
    assessment_owed,
    followed_owed,
    followed_replies,
    is_rating_ended,
    latest_link,
    rating_owed,
    reply_of,
    reply_owed,
    roster,
    second_replies_owed,
    still_to_rate,
)
from replies.services.following import NewLink
from replies.words import NEXT_WORDS
from replies.workflow import ENDS_RATING, LIFE, Action, Status, Verdict
from tasks.duties import is_owed_by, owed_due
from tasks.models import Obligation
from units.permissions import Access
from units.selectors import work_calendar

ENDING = frozenset(ENDS_RATING.values())


@dataclass(frozen=True)
class RosterLines:
    motion: Motion
    deputies: list[DeputyLine]

    @property
    def unnamed(self) -> int:
        return sum(not row.is_named for row in self.deputies)


@dataclass(frozen=True)
class FollowedLine:
    reply: Reply
    status: Any
    letters: int
    rated: int
    dissatisfied: int
    due: Due | None

    @property
    def silent(self) -> int:
        return self.letters - self.rated


@dataclass(frozen=True)
class LinkSheet:
    """For paper: what a deputy needs to rate one letter."""

    to: str
    number: int
    address: str
    code: str
    picture: SafeString


def roster_lines(governments: list[int]) -> list[RosterLines]:
    return [
        RosterLines(motion, deputy_lines(motion.deputies.all())) for motion in roster(governments)
    ]


def followed_lines(governments: list[int], today: date) -> dict[str, Any]:
    calendars = {pk: work_calendar(pk) for pk in governments}
    return {
        "lines": [_followed(row, calendars, today) for row in followed_replies(governments)],
        "coming": [
            (row, owed_due(row, calendars[row.government_id], today))
            for row in followed_owed(governments)
        ],
        "on_paper": list(answered_on_paper(governments)),
    }


def _followed(reply: Reply, calendars: dict[int, Any], today: date) -> FollowedLine:
    letters = list(reply.letters.all())
    ratings = [row.rating for row in letters if hasattr(row, "rating")]
    duties: list[Obligation] = reply.obligation.rating_duties  # type: ignore[attr-defined]
    is_open = bool(duties) and duties[0].is_open
    return FollowedLine(
        reply=reply,
        status=reply.words.statuses[Status(reply.status)],
        letters=len(letters),
        rated=len(ratings),
        dissatisfied=sum(row.result == Verdict.DISSATISFIED for row in ratings),
        due=owed_due(duties[0], calendars[reply.government_id], today) if is_open else None,
    )


def require_followed(access: Access, obligation_id: int) -> Obligation:
    """404 for who may not know of the reply, 403 for who may read it and keeps no roster."""
    owed = reply_owed(access, obligation_id)
    if not can_keep_roster(access, owed.government_id):
        raise NotAllowedError
    return owed


@dataclass(frozen=True)
class ChangeLine:
    """The latest that an administrator did to one account of the deputies' office."""

    change: KeeperChange
    until: date | None
    can_confirm: bool


def change_lines(access: Access, governments: list[int], today: date) -> list[ChangeLine]:
    """Of people who are of the office now; what is left of others waits for nothing."""
    found = []
    for keepers in (Keepers(pk, today) for pk in governments):
        present = {user.pk for user in keepers.people}
        latest = {row.user_id: row for row in keepers.waiting if row.user_id in present}
        if keepers.is_waited_out:
            continue
        can_confirm = keepers.may_confirm(access.user_id)
        found += [ChangeLine(row, keepers.until, can_confirm) for row in latest.values()]
    return found


def rating_context(access: Access, obligation_id: int, today: date) -> dict[str, Any]:
    owed = require_followed(access, obligation_id)
    reply = reply_of(owed)
    if reply is None or not is_out(reply):  # answered on paper: nothing to rate here
        raise NotAllowedError
    limit, assessment = rating_owed(reply), assessment_owed(reply)
    lines = letter_lines(access, reply)
    keepers = Keepers(owed.government_id, today)
    is_held = keepers.is_held(access.user_id)
    actions = {step.action for step in LIFE.open_to(actors_of(access, reply), reply.status)}
    may_end = limit is not None and limit.is_open and bool(actions & ENDING)
    waits = limit is not None and bool(still_to_rate(reply, today))
    calendar = work_calendar(owed.government_id)
    return {
        "owed": owed,
        "plan": owed.plan,
        "reply": reply,
        "text": letter_text(reply),
        "status_words": reply.words.statuses[Status(reply.status)],
        "next_words": NEXT_WORDS[Status(reply.status)],
        "letters": lines,
        "unanswered": _unanswered(lines),
        "unnamed": sum(not row.is_named for row in lines),
        "links_seen": latest_link(reply),
        "limit": limit,
        "due": limit and owed_due(limit, calendar, today),
        "own_limit": limit if is_owed_by(access, limit) else None,
        "own_assessment": assessment if is_owed_by(access, assessment) else None,
        "seconds": second_replies_owed(reply),
        "assess_due": (
            owed_due(assessment, calendar, today) if assessment and assessment.is_open else None
        ),
        "can_make_links": can_make_links(access, reply)
        and not is_rating_ended(reply)
        and not is_held,
        "held": KeeperHeldError(until=keepers.until) if is_held else None,
        "can_end": may_end and not waits,
        "ends_after": limit.due_on if may_end and waits and limit else None,
        "can_assess": Action.ASSESS in actions and not still_to_rate(reply, today),
        "events": events_of(reply, reply.words),
    }


def _unanswered(lines: Iterable[LetterLine]) -> int:
    return sum(not row.is_rated for row in lines)


def sheets(made: Iterable[NewLink], address: str) -> list[LinkSheet]:
    return [
        LinkSheet(
            to=addressee_words(link.letter.deputy),
            number=link.letter.number,
            address=address,
            code=in_groups(link.code),
            picture=qr_svg(f"{address}#{link.code}", says=address),
        )
        for link in made
    ]
