from notifications.models.bounce import Bounce
from notifications.models.endpoint import Endpoint
from notifications.models.mailbox import MailboxItem
from notifications.models.message import Message
from notifications.models.settings import DeliverySettings

__all__ = ["Bounce", "DeliverySettings", "Endpoint", "MailboxItem", "Message"]
