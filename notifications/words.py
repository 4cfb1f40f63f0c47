from django.utils.translation import gettext as _

from notifications.models import Message


def marked(message: Message) -> str:
    """The subject, with what is not real said first."""
    return f"{_('【演示数据】')}{message.subject}" if message.is_sample else message.subject
