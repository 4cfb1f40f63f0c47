"""One carrier a channel takes messages to the other side and brings its answer back."""

from notifications.carriers.base import Carrier, Content, Refused, Unreachable
from notifications.carriers.carrying import carried
from notifications.carriers.chat import ChatCarrier
from notifications.carriers.mail import MailCarrier
from notifications.carriers.sms import SmsCarrier
from notifications.models import Message

__all__ = ["CARRIERS", "Carrier", "Content", "Refused", "Unreachable", "carried"]

CARRIERS: dict[str, type[Carrier]] = {
    Message.Channel.MAIL: MailCarrier,
    Message.Channel.SMS: SmsCarrier,
    Message.Channel.CHAT: ChatCarrier,
}
