"""The deputy's own two steps, without an account: read the letter, rate it once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.guessing import Guesses
from common.language import for_others
from events import services as events
from motions.services import hold_open
from replies.codes import hash_of
from replies.errors import (
    AlreadyRatedError,
    RatingOverError,
    TooManyCodesError,
    WrongCodeError,
)
from replies.models import Letter, Rating, RatingLink, Reply
from replies.selectors import (
    assessment_owed,
    name_of,
    rating_owed,
    roster_unit,
    second_replies_owed,
)
from replies.services.steps import (
    host_people,
    local_day,
    lock,
    meet,
    owe,
    people,
    read_reply,
    tell,
)
from replies.words import VERDICT_WORDS
from replies.workflow import LIFE, Action, Actor, Status, Verdict
from tasks.models import Obligation
from units.roles import Permission
from units.selectors import limit_of, work_calendar

# By whether it is the second answer already.
DISSATISFIED = {False: Action.NOTE_DISSATISFIED, True: Action.NOTE_DISSATISFIED_AGAIN}
WRONG_CODES = Guesses("replies.rating", most=20, refusal=TooManyCodesError)


@dataclass(frozen=True)
class RatingContent:
    attitude: str
    result: str
    words: str = ""


def letter_by_code(*, code: str, caller: str, now: datetime) -> Letter:
    """What a code opens. Opening consumes nothing; a wrong code is counted against its caller."""
    return _link_by_code(code, caller, now).letter


@transaction.atomic
def submit_rating(*, code: str, caller: str, content: RatingContent, now: datetime) -> Rating:
    """Once, for ever. Of two at the same moment one waits for the lock and then finds the link used."""
    found = _link_by_code(code, caller, now)
    reply, link = _locked(found)
    _check_unused(link)
    link.used_at = now
    link.save()
    rating = Rating.objects.create(letter=found.letter, submitted_at=now, **vars(content))
    with for_others():
        _note(reply, found.letter, rating, now)
        _follow(reply, rating, now)
    return rating


def _link_by_code(code: str, caller: str, now: datetime) -> RatingLink:
    """A link in force whose rating is still open. The code is looked for by its hash alone."""
    WRONG_CODES.refuse_too_many(caller=caller, now=now)
    link = (
        RatingLink.objects.filter(code_hash=hash_of(code), revoked_at__isnull=True)
        .select_related(
            "letter__deputy__roster_entry",
            "letter__rating",
            "letter__reply__obligation__plan",
            "letter__reply__obligation__motion",
        )
        .first()
    )
    if link is None:
        raise WrongCodeError
    _check_unused(link)
    owed = rating_owed(link.letter.reply)
    if owed is not None and local_day(now) > owed.due_on:
        raise RatingOverError(due=owed.due_on)
    return link


def _check_unused(link: RatingLink) -> None:
    if link.revoked_at is not None:
        raise WrongCodeError
    if link.used_at is not None:
        raise AlreadyRatedError(at=link.used_at)


def _locked(found: RatingLink) -> tuple[Reply, RatingLink]:
    """The reply before the link, as where links are made. Two deputies who answer at once change it."""
    owed = found.letter.reply.obligation
    hold_open(owed.plan_id)
    lock(owed.pk)
    link = RatingLink.objects.select_for_update().get(pk=found.pk)
    return read_reply(owed.pk), link


def _note(reply: Reply, letter: Letter, rating: Rating, now: datetime) -> None:
    words = _("第 %(number)s 件：态度%(attitude)s，结果%(result)s") % {
        "number": letter.number,
        "attitude": VERDICT_WORDS[Verdict(rating.attitude)],
        "result": VERDICT_WORDS[Verdict(rating.result)],
    }
    name = name_of(letter.deputy) or _("第 %s 位代表") % (letter.deputy.order + 1)
    events.note(
        reply, Action.RATE, before=reply.status, by=None, by_name=name, now=now, reason=words
    )
    told = host_people(reply, Permission.FILE_REPORTS, now)
    told += people(Permission.RUN_PLAN, [reply.obligation.plan.reviewing_unit_id], now)
    office = roster_unit(reply.government_id, local_day(now))
    told += people(Permission.KEEP_ROSTER, [office.pk], now) if office else []
    tell(reply, told, news=_("收到一份代表评价"), key=f"rated/{letter.pk}", now=now)


def _follow(reply: Reply, rating: Rating, now: datetime) -> None:
    """Not satisfied with the result: handled again, once; then experts. All answered: done."""
    if rating.result == Verdict.DISSATISFIED:
        if reply.status == Status.RATING:
            _take(reply, DISSATISFIED[reply.is_second], now)
        if reply.is_second:
            _owe_assessment(reply, now)
        else:
            _owe_second_answer(reply, now)
    if Letter.objects.filter(reply=reply, rating__isnull=True).exists():
        return
    owed = rating_owed(reply)
    if owed is not None:
        meet(owed, now)
    if reply.status == Status.RATING:
        _take(reply, Action.COMPLETE, now)


def _take(reply: Reply, action: Action, now: datetime) -> None:
    step = events.check_step(
        reply.status, LIFE, reply.words, action, actors=frozenset({Actor.DEPUTY})
    )
    events.take_step(reply, step, by=None, by_name=_("代表"), now=now)


def _owe_second_answer(reply: Reply, now: datetime) -> None:
    """Once for all who say so before it goes out; whoever says so afterwards is owed a further one."""
    owed = second_replies_owed(reply)
    if any(row.met_at is None for row in owed):
        return
    key = f"second_reply/{len(owed) + 1}" if owed else "second_reply"
    month = limit_of(reply.obligation.plan.rule_set_id, "second_answer_after_dissatisfied")
    owe(
        reply,
        Obligation.Kind.SECOND_REPLY,
        key=key,
        unit_id=reply.obligation.unit_id,
        due_on=month.after(local_day(now), work_calendar(reply.government_id)),
    )
    told = host_people(reply, Permission.FILE_REPORTS, now)
    told += host_people(reply, Permission.SIGN_REPORTS, now)
    tell(reply, told, news=_("代表不满意，须重新办理并再次答复"), key=key, now=now)


def _owe_assessment(reply: Reply, now: datetime) -> None:
    """By the office that follows the rating. One for all who are not satisfied."""
    followed = rating_owed(reply)
    if followed is None or assessment_owed(reply) is not None:
        return
    allowed = limit_of(reply.obligation.plan.rule_set_id, "assessment_after_dissatisfied")
    owe(
        reply,
        Obligation.Kind.ASSESSMENT,
        key="assessment",
        unit_id=followed.unit_id,
        due_on=allowed.after(local_day(now), work_calendar(reply.government_id)),
    )
    told = people(Permission.KEEP_ROSTER, [followed.unit_id], now)
    news = _("代表对再次答复仍不满意，须组织专家评估")
    tell(reply, told, news=news, key="assess", now=now)
