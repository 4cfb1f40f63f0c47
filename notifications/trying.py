"""A channel tried out: a message marked as a test goes the way all others go, and the answer is shown."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import PortalError
from common.language import for_others
from notifications.carriers import CARRIERS, Refused, Unreachable, carried
from notifications.endpoints import save_quietly
from notifications.models import Endpoint, Message
from notifications.preferences import channel_of
from units.models import User

KEY = "test/"
PAUSE = timedelta(minutes=1)
ANSWER_LENGTH = 500


class TriedTooSoonError(PortalError):
    words = gettext_lazy("一分钟内只能测试一次，请稍后再试；上一次的答复在下面。")


class NothingToTryError(PortalError):
    words = gettext_lazy("没有可以测试的地址：先填写并启用，再测试。")


@dataclass(frozen=True)
class Tried:
    """`words` are the other side's own, or why there are none."""

    was_taken: bool
    words: str
    took: timedelta


def try_endpoint(*, endpoint: Endpoint, by: User, now: datetime) -> Tried:
    """One test a minute for each robot or number, whoever presses."""
    if not endpoint.is_active:
        raise NothingToTryError
    channel = channel_of(endpoint)
    with transaction.atomic():
        Endpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
        message = _claimed(Message(endpoint=endpoint, channel=channel), by, now)
    tried = _sent(message, now)
    endpoint.tested_at, endpoint.test_answer = now, tried.words
    save_quietly(endpoint, "tested_at", "test_answer")
    return tried


def try_mail(*, by: User, now: datetime) -> Tried:
    if not by.email:
        raise NothingToTryError
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        message = _claimed(Message(recipient=by, channel=Message.Channel.MAIL), by, now)
    return _sent(message, now)


def latest_mail_test(user: User) -> Message | None:
    tests = Message.objects.filter(
        recipient=user, channel=Message.Channel.MAIL, key__startswith=KEY
    )
    return tests.order_by("-pk").first()


def _claimed(message: Message, by: User, now: datetime) -> Message:
    """Written as if a worker had just taken it up, so that none does; within the caller's lock."""
    at = timezone.now()
    before = Message.objects.filter(
        recipient=message.recipient, endpoint=message.endpoint, key__startswith=KEY
    )
    if before.filter(recorded_at__gt=at - PAUSE).exists():
        raise TriedTooSoonError
    with for_others():
        message.subject = _("【测试】接收测试")
        message.body = _("这是一条测试消息，由%(name)s发出，不需要办理。") % {"name": by}
    message.link, message.key, message.created_at = "/inbox/", f"{KEY}{at:%Y%m%d%H%M%S%f}", now
    message.state, message.claimed_at, message.attempts = Message.State.SENDING, at, 1
    message.save()
    return message


def _sent(message: Message, now: datetime) -> Tried:
    """Outside every transaction, as delivery does it."""
    started = timezone.now()
    carrier = CARRIERS[message.channel]()
    try:
        with for_others():
            words = carried(carrier, message)[:ANSWER_LENGTH]
        message.state, message.sent_at = Message.State.SENT, now
        message.sent_recorded_at = timezone.now()
    except (Refused, Unreachable) as error:
        words, message.state = str(error)[:ANSWER_LENGTH], Message.State.FAILED
    finally:
        carrier.close()
    message.answer = words
    message.save()
    return Tried(message.state == Message.State.SENT, words, timezone.now() - started)
