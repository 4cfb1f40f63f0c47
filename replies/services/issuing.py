"""审签 and answering: letters, what is owed from then on, promises into the ledger."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from common.language import for_others
from common.life import Step
from documents.services.issuing import Drawn, keep_drawn
from events import services as events
from replies.errors import (
    AlreadyAnsweredError,
    CoSignaturesMissingError,
    OwnReplyError,
    SeenReplyError,
)
from replies.letters import addressed, addressees
from replies.models import CoSignature, Letter, Promise, PromiseDate, Reply
from replies.permissions import signs_own_reply
from replies.selectors import (
    co_signatures_of,
    deputies_to_answer,
    letters_of,
    rating_owed,
    roster_unit,
)
from replies.services.circulating import stop_asking
from replies.services.letters import LettersToIssue
from replies.services.steps import (
    check_step,
    host_people,
    local_day,
    locked_reply,
    meet,
    owe,
    people,
    tell,
    visible_reply,
)
from replies.workflow import Action, CoSignStatus, PromiseAction, PromiseStatus
from reports.models import ReplyReceipt
from tasks.models import Obligation
from units.models import User
from units.permissions import Access, signing_name
from units.roles import Permission
from units.selectors import limit_of, work_calendar


@transaction.atomic
def send_for_signature(*, obligation_id: int, by: User, access: Access, now: datetime) -> Reply:
    """All have agreed; after the co-signing date it goes with the gap named."""
    reply = locked_reply(obligation_id, access)
    step = check_step(reply, Action.SEND_FOR_SIGNATURE, access)
    missing = [row for row in co_signatures_of(reply) if not _has_agreed(row, reply)]
    today = local_day(now)
    waiting = [row for row in missing if row.obligation and today <= row.obligation.due_on]
    with for_others():
        names = _("、").join(str(row.unit) for row in missing)
        if waiting:
            due_on = max(row.obligation.due_on for row in waiting if row.obligation)
            raise CoSignaturesMissingError(units=names, due=due_on)
        gap = _("没有同意会签的单位：%s") % names if missing else ""
        stop_asking(reply, reason=_("会签期限已过，带缺口送审签"), now=now)
        events.take_step(reply, step, by=by, now=now, reason=gap)
        tell(
            reply,
            host_people(reply, Permission.SIGN_REPORTS, now),
            news=_("待审签"),
            detail=gap,
            key=f"for_signature/{reply.circulated}/{reply.revision}",
            now=now,
        )
    return reply


def _has_agreed(row: CoSignature, reply: Reply) -> bool:
    return row.status == CoSignStatus.AGREED and row.revision == reply.revision


@transaction.atomic
def give_back(*, obligation_id: int, by: User, access: Access, reason: str, now: datetime) -> Reply:
    reply = locked_reply(obligation_id, access)
    step = check_step(reply, Action.GIVE_BACK, access, reason)
    events.take_step(reply, step, by=by, now=now, reason=reason)
    with for_others():
        tell(
            reply,
            host_people(reply, Permission.FILE_REPORTS, now),
            news=_("负责人退给经办人"),
            detail=reason,
            key=f"given_back/{reply.circulated}/{reply.revision}",
            now=now,
        )
    return reply


def sign_and_issue(
    *, obligation_id: int, by: User, access: Access, seen_revision: int | None, now: datetime
) -> Reply:
    """The head's signature answers the deputies: a letter each, and the reply is met as of now.

    The letters are drawn before anything is held; under the lock everything is asked again.
    """
    reply = visible_reply(obligation_id, access)
    _check_signable(reply, access, seen_revision)
    _sign(reply, by=by, access=access, now=now)
    letters = LettersToIssue(reply, addressees(deputies_to_answer(reply)))
    drawn = letters.draw(reply.obligation.unit, access)
    return _sign_and_issue(
        obligation_id=obligation_id,
        by=by,
        access=access,
        seen_revision=seen_revision,
        letters=letters,
        drawn=drawn,
        now=now,
    )


@transaction.atomic
def _sign_and_issue(
    *,
    obligation_id: int,
    by: User,
    access: Access,
    seen_revision: int | None,
    letters: LettersToIssue,
    drawn: list[Drawn],
    now: datetime,
) -> Reply:
    reply = locked_reply(obligation_id, access)
    step = _check_signable(reply, access, seen_revision)
    _sign(reply, by=by, access=access, now=now)
    owed = reply.obligation
    meet(owed, now)
    events.take_step(reply, step, by=by, by_name=reply.signed_by_name, now=now)
    _note_receipt(reply, by=by, now=now)
    _write_letters(reply)
    rows = letters_of(reply)
    letters.renew(reply, [addressed(row, len(rows)) for row in rows])
    keep_drawn(plan=owed.plan, unit=owed.unit, drawn=drawn, by=by, access=access, now=now)
    with for_others():
        _enter_promises(reply, by=by, now=now)
        follow_rating(reply, now=now)
        _tell_issued(reply, now)
    return reply


def _check_signable(reply: Reply, access: Access, seen_revision: int | None) -> Step:
    if signs_own_reply(access, reply):
        raise OwnReplyError
    step = check_step(reply, Action.SIGN_AND_ISSUE, access)
    if reply.revision != seen_revision:
        raise SeenReplyError
    if reply.obligation.met_at is not None:
        raise AlreadyAnsweredError(on=reply.obligation.met_on)
    return step


def _sign(reply: Reply, *, by: User, access: Access, now: datetime) -> None:
    unit = reply.obligation.unit
    reply.unit_name = (unit.merged_into or unit).name
    with for_others():
        reply.signed_by_name = signing_name(access, by, unit.pk)
    reply.signed_by, reply.issued_at = by, now


def _note_receipt(reply: Reply, *, by: User, now: datetime) -> None:
    """The register of replies: one row a motion, on paper or from here."""
    ReplyReceipt.objects.create(
        obligation=reply.obligation,
        replied_on=local_day(now),
        document_number=reply.document_number,
        registered_by=by,
        registered_at=now,
    )


def _write_letters(reply: Reply) -> None:
    deputies = deputies_to_answer(reply)
    Letter.objects.bulk_create(
        Letter(reply=reply, deputy=deputy, number=to.number, addressee=to.addressee)
        for deputy, to in zip(deputies, addressees(deputies), strict=True)
    )


def _enter_promises(reply: Reply, *, by: User, now: datetime) -> None:
    for promise in Promise.objects.filter(answer__reply=reply).select_related("answer__task"):
        promise.obligation = owe(
            reply,
            Obligation.Kind.PROMISE,
            key=f"promise/{promise.pk}",
            unit_id=promise.unit_id,
            due_on=promise.due_on,
            task=promise.answer.task,
        )
        promise.entered_at = now
        before, promise.status = promise.status, PromiseStatus.OPEN
        promise.save()
        events.note(promise, PromiseAction.ENTER, before=before, by=by, now=now)
        PromiseDate.objects.create(promise=promise, due_on=promise.due_on, at=now, by=by)


def follow_rating(reply: Reply, *, now: datetime) -> Obligation | None:
    """What the deputies' office follows, from the day of the reply; once there is such an office."""
    owed = rating_owed(reply)
    unit = roster_unit(reply.government_id, local_day(now))
    if owed is not None or unit is None or reply.issued_at is None:
        return owed
    allowed = limit_of(reply.obligation.plan.rule_set_id, "rating_after_reply")
    return owe(
        reply,
        Obligation.Kind.RATING,
        key="rating",
        unit_id=unit.pk,
        due_on=allowed.after(local_day(reply.issued_at), work_calendar(reply.government_id)),
    )


def _tell_issued(reply: Reply, now: datetime) -> None:
    plan = reply.obligation.plan
    office = roster_unit(reply.government_id, local_day(now))
    number = reply.document_number
    told = people(Permission.RUN_PLAN, [plan.reviewing_unit_id], now)
    told += people(Permission.KEEP_ROSTER, [office.pk], now) if office else []
    tell(reply, told, news=_("已答复代表，%s") % number, key="issued", now=now)
    units = Promise.objects.filter(answer__reply=reply).values_list("unit", flat=True)
    tell(
        reply,
        people(Permission.FILE_REPORTS, set(units), now),
        news=_("有本单位的承诺事项列入台账"),
        key="promised",
        link=reverse("promises", args=[plan.pk]),
        now=now,
    )
