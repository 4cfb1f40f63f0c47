"""The deputies' office: links, the limit, the end of the rating, the assessment."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import NotAllowedError, NotVisibleError
from common.language import for_others
from events import services as events
from replies.codes import hash_of, new_code
from replies.errors import (
    AlreadyRatedError,
    DateRefusedError,
    LinksMadeMeanwhileError,
    NotRatedNowError,
    RatingStillOpenError,
)
from replies.models import Assessment, Letter, RatingLink, Reply
from replies.permissions import can_keep_roster
from replies.selectors import assessment_owed, is_rating_ended, latest_link, still_to_rate
from replies.services.issuing import follow_rating
from replies.services.keepers import check_not_held
from replies.services.steps import check_step, host_people, local_day, locked_reply, meet, tell
from replies.workflow import ENDS_RATING, RATED_IN, Action, Status
from tasks.models import Obligation
from units.models import User
from units.permissions import Access
from units.roles import Permission


@dataclass(frozen=True)
class NewLink:
    """The only moment at which the code is known to anybody but its deputy."""

    letter: Letter
    code: str


@transaction.atomic
def make_links(
    *,
    obligation_id: int,
    numbers: list[int] | None,
    seen: int | None,
    by: User,
    access: Access,
    now: datetime,
) -> list[NewLink]:
    """A new link for each of these letters, or for all that nobody has answered. It revokes the old.

    `seen`: the link made last when the page was drawn. A page that is loaded again asks for nothing:
    the sheets printed from it would be worth nothing.
    """
    reply = _followed(obligation_id, access)
    check_not_held(government_id=reply.government_id, by=by, now=now)
    if seen != latest_link(reply):
        raise LinksMadeMeanwhileError
    letters = Letter.objects.filter(reply=reply).select_related("deputy__roster_entry", "rating")
    if numbers is None:
        chosen = [row for row in letters.order_by("number") if not hasattr(row, "rating")]
    else:
        chosen = list(letters.filter(number__in=numbers).order_by("number"))
    if not chosen:
        raise NotVisibleError
    if reply.status == Status.ISSUED:
        events.take_step(reply, check_step(reply, Action.OPEN_RATING, access), by=by, now=now)
    follow_rating(reply, now=now)
    return [_new_link(reply, letter, by=by, now=now) for letter in chosen]


def _new_link(reply: Reply, letter: Letter, *, by: User, now: datetime) -> NewLink:
    if hasattr(letter, "rating"):
        raise AlreadyRatedError(at=letter.rating.submitted_at)
    RatingLink.objects.filter(letter=letter, revoked_at__isnull=True).update(revoked_at=now)
    code = new_code()
    RatingLink.objects.create(letter=letter, code_hash=hash_of(code), made_by=by, made_at=now)
    with for_others():
        words = _("第 %s 件") % letter.number
    events.note(reply, Action.MAKE_LINK, before=reply.status, by=by, now=now, reason=words)
    return NewLink(letter, code)


@transaction.atomic
def extend_rating(
    *, obligation_id: int, by: User, access: Access, due_on: date, reason: str, now: datetime
) -> Obligation:
    """A later day for everybody who has not answered, with words."""
    reply = _followed(obligation_id, access)
    owed = follow_rating(reply, now=now)
    if owed is None:
        raise NotAllowedError
    if due_on <= max(owed.due_on, local_day(now)):
        expected = _("今天以后、比现在的期限 %s 晚的日期") % owed.due_on
        raise DateRefusedError(found=due_on, expected=expected)
    owed.due_on, owed.reason = due_on, reason.strip()[:500]
    owed.save()
    events.note(reply, Action.EXTEND, before=reply.status, by=by, now=now, reason=reason)
    return owed


@transaction.atomic
def close_rating(*, obligation_id: int, by: User, access: Access, now: datetime) -> Reply:
    """After the limit: who has not answered by then is counted apart. What was not satisfied goes on."""
    reply = locked_reply(obligation_id, access)
    step = check_step(reply, ENDS_RATING.get(Status(reply.status), Action.CLOSE), access)
    _end_rating(reply, now)
    events.take_step(reply, step, by=by, now=now)
    return reply


def _end_rating(reply: Reply, now: datetime) -> None:
    """Whoever may still rate is waited for."""
    owed = follow_rating(reply, now=now)
    if owed is None:
        return
    if silent := still_to_rate(reply, local_day(now)):
        raise RatingStillOpenError(silent=silent, due=owed.due_on)
    meet(owed, now)


@transaction.atomic
def record_assessment(
    *,
    obligation_id: int,
    by: User,
    access: Access,
    experts: str,
    assessed_on: date,
    conclusion: str,
    now: datetime,
) -> Assessment:
    """Of what everybody has said: a verdict that came in afterwards would be nobody's to look at."""
    reply = locked_reply(obligation_id, access)
    step = check_step(reply, Action.ASSESS, access)
    if assessed_on > local_day(now):
        raise DateRefusedError(found=assessed_on, expected=_("今天或以前的日期"))
    _end_rating(reply, now)
    found = Assessment.objects.create(
        reply=reply,
        experts=experts,
        assessed_on=assessed_on,
        conclusion=conclusion,
        recorded_by=by,
        recorded_at=now,
    )
    events.take_step(reply, step, by=by, now=now, reason=conclusion)
    owed = assessment_owed(reply)
    if owed is not None:
        meet(owed, now)
    with for_others():
        tell(
            reply,
            host_people(reply, Permission.SIGN_REPORTS, now),
            news=_("专家评估结论已记下"),
            key="assessed",
            now=now,
        )
    return found


def _followed(obligation_id: int, access: Access) -> Reply:
    reply = locked_reply(obligation_id, access)
    if not can_keep_roster(access, reply.government_id):
        raise NotAllowedError
    if reply.status not in RATED_IN or is_rating_ended(reply):
        raise NotRatedNowError(status=reply.words.statuses[Status(reply.status)])
    return reply
