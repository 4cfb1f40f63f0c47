"""会签: the lead units concerned agree or object in words; a changed text asks again."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from common.errors import NotVisibleError
from common.language import for_others
from events import services as events
from motions.services import hold_open
from replies.errors import CoSignClosedError, ReplyUnfinishedError, SeenReplyError
from replies.models import Answer, CoSignature, Reply
from replies.permissions import can_read_co_signature
from replies.selectors import answers_of
from replies.services.letters import check_printable
from replies.services.steps import (
    check_step,
    host_people,
    local_day,
    lock,
    locked_reply,
    owe,
    people,
    tell,
)
from replies.words import CO_SIGN_WORDS
from replies.workflow import (
    CO_SIGN_LIFE,
    LEAVES_PROMISES,
    Action,
    CoSignAction,
    CoSignStatus,
    Status,
)
from tasks.models import Obligation
from tasks.parties import leads_of
from tasks.withdrawing import withdraw
from units.models import Unit, User
from units.permissions import Access, signing_name, unit_actors
from units.roles import Permission
from units.selectors import limit_of, work_calendar


@transaction.atomic
def circulate(*, obligation_id: int, by: User, access: Access, now: datetime) -> Reply:
    """Ask every lead unit that has not agreed to this very text."""
    reply = locked_reply(obligation_id, access)
    step = check_step(reply, Action.CIRCULATE, access)
    answers = answers_of(reply)
    _check_finished(reply, answers)
    check_printable(reply)
    reply.circulated += 1
    events.take_step(reply, step, by=by, now=now)
    rows = {row.unit_id: row for row in CoSignature.objects.filter(reply=reply)}
    for unit in _units_concerned(reply, answers):
        row = rows.pop(unit.pk, None)
        if row is None or row.revision != reply.revision or row.status != CoSignStatus.AGREED:
            _ask(reply, unit, row, by=by, now=now)
    for row in rows.values():  # of units that the text no longer concerns
        row.delete()
    return reply


def _check_finished(reply: Reply, answers: list[Answer]) -> None:
    missing = list(_missing(reply, answers))
    if missing:
        raise ReplyUnfinishedError(missing)


def _missing(reply: Reply, answers: list[Answer]) -> Iterator[tuple[str, int | None]]:
    """In the words of who is told now, and the answer that it is about."""
    if not reply.document_number:
        yield _("没有发文字号"), None
    if not reply.reply_class:
        yield _("没有选定整件的类别"), None
    if not reply.contact or not reply.telephone:
        yield _("没有联系人和联系电话"), None
    if not answers:
        yield _("一条答复也没有"), None
    for row in answers:
        if not row.text.strip() or not row.answer_class:
            yield _("“%s”没有写内容或没有选类别（不属于这件议案的请删去）") % row, row.pk
        elif row.answer_class in LEAVES_PROMISES and not row.promises.all():
            facts = {"answer": row, "letter": row.answer_class}
            yield _("“%(answer)s”是 %(letter)s 类，要写明承诺事项、责任单位和期限") % facts, row.pk


def _units_concerned(reply: Reply, answers: list[Answer]) -> list[Unit]:
    units = {unit.pk: unit for row in answers if row.task for unit in leads_of(row.task)}
    units.pop(reply.obligation.unit_id, None)
    return list(units.values())


def _ask(reply: Reply, unit: Unit, row: CoSignature | None, *, by: User, now: datetime) -> None:
    row = row or CoSignature(government_id=reply.government_id, reply=reply, unit=unit)
    row.revision, row.opinion, row.by_name, row.decided_at = reply.revision, "", "", None
    before, row.status = row.status, CoSignStatus.PENDING
    row.obligation = owe(
        reply,
        Obligation.Kind.REPLY_CO_SIGNATURE,
        key=f"reply_co_signature/{reply.circulated}/{unit.pk}",
        unit_id=unit.pk,
        due_on=co_signed_by(reply, local_day(now)),
    )
    row.save()
    events.note(row, CoSignAction.ASK, before=before, by=by, now=now)
    with for_others():
        tell(
            reply,
            people(Permission.SIGN_REPORTS, [unit.pk], now),
            news=_("请会签"),
            key=f"ask/{reply.circulated}/{unit.pk}",
            link=reverse("reply_co_signature", args=[row.pk]),
            now=now,
        )


def co_signed_by(reply: Reply, today: date) -> date:
    """As long before the reply's own date as the rule set has it; never before the next working day."""
    allowed = limit_of(reply.obligation.plan.rule_set_id, "co_signature_before_stage")
    calendar = work_calendar(reply.government_id)
    return max(allowed.before(reply.obligation.due_on, calendar), calendar.add_workdays(today, 1))


@transaction.atomic
def take_back(*, obligation_id: int, by: User, access: Access, now: datetime) -> Reply:
    """Back to the clerk. What was agreed to stands until the text changes."""
    reply = locked_reply(obligation_id, access)
    step = check_step(reply, Action.TAKE_BACK, access)
    with for_others():
        stop_asking(reply, reason=_("主办单位收回修改"), now=now)
    events.take_step(reply, step, by=by, now=now)
    return reply


def stop_asking(reply: Reply, *, reason: str, now: datetime) -> None:
    rows = CoSignature.objects.filter(reply=reply).select_related("obligation")
    for row in rows:
        if row.obligation is not None:
            withdraw(owed=[row.obligation], reason=reason, now=now)


@transaction.atomic
def agree(
    *, co_signature_id: int, by: User, access: Access, seen_revision: int | None, now: datetime
) -> CoSignature:
    row = _locked_co_signature(co_signature_id, access)
    return _decide(row, CoSignAction.AGREE, by=by, access=access, seen=seen_revision, now=now)


@transaction.atomic
def object_to(
    *,
    co_signature_id: int,
    by: User,
    access: Access,
    seen_revision: int | None,
    reason: str,
    now: datetime,
) -> CoSignature:
    row = _locked_co_signature(co_signature_id, access)
    return _decide(
        row, CoSignAction.OBJECT, by=by, access=access, seen=seen_revision, now=now, reason=reason
    )


def _locked_co_signature(co_signature_id: int, access: Access) -> CoSignature:
    """Its reply is locked before it, as in every other step."""
    found = _visible(co_signature_id, access).reply.obligation
    hold_open(found.plan_id)
    lock(found.pk)
    return _visible(co_signature_id, access)


def _visible(co_signature_id: int, access: Access) -> CoSignature:
    row = (
        CoSignature.objects.filter(pk=co_signature_id)
        .select_related("obligation", "unit", "reply__obligation__motion")
        .first()
    )
    if row is None or not can_read_co_signature(access, row):
        raise NotVisibleError
    return row


def _decide(
    row: CoSignature,
    action: CoSignAction,
    *,
    by: User,
    access: Access,
    seen: int | None,
    now: datetime,
    reason: str = "",
) -> CoSignature:
    step = events.check_step(
        row.status,
        CO_SIGN_LIFE,
        CO_SIGN_WORDS,
        action,
        actors=unit_actors(access, row.unit_id),
        reason=reason,
    )
    if row.reply.status != Status.CO_SIGNING or row.obligation is None:
        raise CoSignClosedError
    if seen != row.reply.revision:
        raise SeenReplyError
    with for_others():
        row.by_name = signing_name(access, by, row.unit_id)
    row.opinion, row.decided_at = reason.strip(), now
    events.take_step(row, step, by=by, by_name=row.by_name, now=now, reason=reason)
    row.obligation.met_at = now
    row.obligation.save()
    with for_others():
        news = _("%(unit)s：%(word)s") % {
            "unit": row.unit,
            "word": CO_SIGN_WORDS.statuses[CoSignStatus(row.status)],
        }
        tell(
            row.reply,
            host_people(row.reply, Permission.FILE_REPORTS, now),
            news=news,
            detail=reason,
            key=f"co_signed/{row.pk}/{row.obligation_id}/{action}",
            now=now,
        )
    return row
