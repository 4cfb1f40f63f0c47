"""The host's clerk drafts: begin from the accepted reports, write the cover and the answers."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import NotVisibleError
from common.language import for_others
from events.services import take_step
from motions.services import hold_open
from replies.errors import (
    AlreadyAnsweredError,
    AnswerConflictError,
    CoverConflictError,
    PromiseRefusedError,
)
from replies.models import Answer, Promise, Reply
from replies.permissions import can_edit
from replies.prefill import first_answers, second_answers, usual_cover
from replies.selectors import REPLIES, next_order
from replies.services.steps import check_editable, check_step, local_day, locked_reply, read_reply
from replies.workflow import Action, Status
from tasks.models import Obligation
from units.models import Unit, User
from units.permissions import Access


@dataclass(frozen=True)
class Cover:
    document_number: str = ""
    reply_class: str = ""
    opening: str = ""
    closing: str = ""
    contact: str = ""
    telephone: str = ""
    copied_to: str = ""


@dataclass(frozen=True)
class PromiseEntry:
    text: str
    unit_id: int
    due_on: date


@dataclass(frozen=True)
class AnswerContent:
    """Everything a clerk writes in one answer. A promise that is not in it is gone after saving."""

    heading: str
    text: str = ""
    answer_class: str = ""
    order: int | None = None
    promises: tuple[PromiseEntry, ...] = ()


@transaction.atomic
def start_reply(*, obligation_id: int, by: User, access: Access, now: datetime) -> Reply:
    """The first draft: accepted reports leaf by leaf; of a second answer, what was not enough."""
    rows = Obligation.objects.in_force().filter(pk=obligation_id, kind__in=REPLIES)
    found = rows.filter(unit__in=access.units).first()
    if found is None:
        raise NotVisibleError
    hold_open(found.plan_id)
    owed = rows.select_for_update(no_key=True).first()
    if owed is None:
        raise NotVisibleError
    Reply.objects.get_or_create(
        obligation=owed, defaults={"government_id": owed.government_id, "is_sample": by.is_sample}
    )
    reply = locked_reply(owed.pk, access)
    if reply.status == Status.DRAFT and can_edit(access, reply):
        return reply  # a colleague, or a double click, was first
    step = check_step(reply, Action.START, access)
    if owed.met_at is not None:
        raise AlreadyAnsweredError(on=owed.met_on)
    with for_others():
        _prefill(reply, by)
    take_step(reply, step, by=by, now=now)
    return reply


def _prefill(reply: Reply, by: User) -> None:
    before = read_reply(reply.obligation.parent_id) if reply.obligation.parent_id else None
    for name, value in usual_cover(reply, by, before).items():
        setattr(reply, name, value)
    answers = second_answers(before) if before else first_answers(reply.obligation.plan)
    for order, row in enumerate(answers, start=1):
        Answer.objects.create(
            reply=reply, order=order, heading=row.heading, text=row.text, task=row.task
        )


@transaction.atomic
def save_cover(*, obligation_id: int, access: Access, revision: int, cover: Cover) -> Reply:
    """`revision` is the one the writer started from; what was saved meanwhile is not overwritten."""
    reply = _editable_reply(obligation_id, access)
    if reply.revision != revision:
        raise CoverConflictError
    for name, value in vars(cover).items():
        setattr(reply, name, value)
    return _changed(reply, access)


@transaction.atomic
def save_answer(
    *,
    obligation_id: int,
    answer_id: int | None,
    by: User,
    access: Access,
    revision: int,
    content: AnswerContent,
    now: datetime,
) -> Answer:
    """Write an answer whole, its promises too; without an id it is a new one."""
    reply = _editable_reply(obligation_id, access)
    answer = _answer(reply, answer_id)
    if answer.revision != revision:
        raise AnswerConflictError(by=answer.saved_by)
    _check_promises(reply, content.promises, local_day(now))
    answer.heading, answer.text = content.heading, content.text
    answer.answer_class = content.answer_class
    answer.order = content.order or answer.order
    answer.revision, answer.saved_by, answer.saved_at = revision + 1, by, now
    answer.save()
    _replace_promises(reply, answer, content.promises)
    _changed(reply, access)
    return answer


@transaction.atomic
def remove_answer(*, obligation_id: int, answer_id: int, access: Access) -> None:
    reply = _editable_reply(obligation_id, access)
    answer = _answer(reply, answer_id)
    answer.promises.all().delete()
    answer.delete()
    _changed(reply, access)


def _editable_reply(obligation_id: int, access: Access) -> Reply:
    reply = locked_reply(obligation_id, access)
    check_editable(reply, access)
    return reply


def _answer(reply: Reply, answer_id: int | None) -> Answer:
    if answer_id is None:
        return Answer(reply=reply, order=next_order(reply))
    answer = Answer.objects.filter(reply=reply, pk=answer_id).select_related("saved_by").first()
    if answer is None:
        raise NotVisibleError
    return answer


def _changed(reply: Reply, access: Access) -> Reply:
    """The text is another one now: who has signed it has to be asked again."""
    reply.revision += 1
    reply.save()
    reply.writers.add(access.user_id)
    return reply


def _check_promises(reply: Reply, entries: tuple[PromiseEntry, ...], today: date) -> None:
    asked = {entry.unit_id for entry in entries}
    known = Unit.objects.filter(pk__in=asked, government=reply.government_id)
    if known.count() != len(asked):
        raise NotVisibleError
    for entry in entries:
        if entry.due_on <= today:
            raise PromiseRefusedError(
                found=_("“%(text)s”的期限是 %(day)s") % {"text": entry.text, "day": entry.due_on},
                expected=_("今天以后的日期"),
            )


def _replace_promises(reply: Reply, answer: Answer, entries: tuple[PromiseEntry, ...]) -> None:
    old = list(answer.promises.order_by("order", "pk"))
    for place, entry in enumerate(entries):
        promise = (
            old[place]
            if place < len(old)
            else Promise(answer=answer, government_id=reply.government_id)
        )
        promise.order, promise.text = place + 1, entry.text
        promise.unit_id, promise.due_on = entry.unit_id, entry.due_on
        promise.save()
    for promise in old[len(entries) :]:
        promise.delete()
