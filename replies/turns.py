"""Where replies, their co-signatures and promises stand, for “my work”."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from replies.models import CoSignature, Promise, Reply
from replies.permissions import signs_own_reply
from replies.words import NEXT_WORDS, PROMISE_STATUS_WORDS
from replies.workflow import Actor, CoSignStatus, PromiseStatus, Status
from tasks.models import Obligation
from tasks.turns import Turn, speak_for
from units.permissions import Access, unit_actors

K = Obligation.Kind
# By status whose turn it is, and what the button says.
STEPS = {
    Status.NOT_STARTED: (Actor.CLERK, _("起草答复")),
    Status.DRAFT: (Actor.CLERK, _("继续起草")),
    Status.AWAITING_SIGNATURE: (Actor.HEAD, _("去审签")),
}
AGREED = (Actor.CLERK, _("去送审签"))


def reply_turns(access: Access, owed: Collection[Obligation]) -> dict[int, Turn]:
    replies = {
        row.obligation_id: row
        for row in Reply.objects.filter(obligation__in=owed).select_related("obligation")
    }
    waiting = set(
        CoSignature.objects.filter(reply__in=[row.pk for row in replies.values()])
        .exclude(status=CoSignStatus.AGREED)
        .values_list("reply", flat=True)
    )
    return {row.pk: _reply_turn(access, row, replies.get(row.pk), waiting) for row in owed}


def _reply_turn(access: Access, owed: Obligation, reply: Reply | None, waiting: set[int]) -> Turn:
    status = Status(reply.status) if reply else Status.NOT_STARTED
    actor, step = STEPS.get(status, ("", ""))
    if reply and status == Status.CO_SIGNING and reply.pk not in waiting:
        actor, step = AGREED
    is_mine = owed.met_at is None and actor in unit_actors(access, owed.unit_id)
    if is_mine and actor == Actor.HEAD and reply and signs_own_reply(access, reply):
        is_mine = False
    return Turn(words=str(NEXT_WORDS[status]), step=str(step) if is_mine else "")


def promise_turns(access: Access, owed: Collection[Obligation]) -> dict[int, Turn]:
    """A promise is the unit's until the head claims it; then the office's."""
    return {
        row.obligation_id: Turn(
            about=row.text, words=str(PROMISE_STATUS_WORDS[PromiseStatus(row.status)])
        )
        for row in Promise.objects.filter(obligation__in=owed)
        if row.obligation_id
    }


def co_signature_turns(access: Access, owed: Collection[Obligation]) -> dict[int, Turn]:
    return {
        row.obligation_id: Turn(
            about=str(row.reply.obligation.motion),
            step=str(_("去会签")) if Actor.HEAD in unit_actors(access, row.unit_id) else "",
        )
        for row in CoSignature.objects.filter(obligation__in=owed).select_related(
            "reply__obligation__motion"
        )
        if row.obligation_id
    }


def speak() -> None:
    speak_for((K.REPLY, K.SECOND_REPLY), reply_turns)
    speak_for((K.PROMISE,), promise_turns)
    speak_for((K.REPLY_CO_SIGNATURE,), co_signature_turns)
