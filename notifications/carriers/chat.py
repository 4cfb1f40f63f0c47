"""Messages to a group's robot or a webhook."""

from django.conf import settings

from notifications.carriers.base import Refused, Unreachable
from notifications.carriers.robots import Text, tell_group
from notifications.carriers.targets import target_of
from notifications.models import Message
from notifications.words import marked


class ChatCarrier:
    def send(self, message: Message) -> str:
        endpoint, target = target_of(message)
        text = Text(marked(message), message.body, f"{settings.PORTAL_URL}{message.link}")
        try:
            return tell_group(endpoint.kind, target, text)
        except Unreachable as error:  # one group's robot; the others may well be there
            raise Refused(str(error)) from None

    def close(self) -> None:
        """Each message has a connection of its own."""
