from notifications.models.mailbox import MailboxItem
from notifications.models.message import Message

__all__ = ["MailboxItem", "Message"]
