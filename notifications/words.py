from django.utils.translation import gettext as _

from notifications.models import Message

SUBJECT_LENGTH = 200
# What has happened stands at the end, after names that may be long.
NEWS_LENGTH = 60
CUT = "…"


def marked(message: Message) -> str:
    """The subject, with what is not real said first."""
    return f"{_('【演示数据】')}{message.subject}" if message.is_sample else message.subject


def as_subject(words: str) -> str:
    """One line, as long as a subject may be: what the database refuses must not be found out after
    the mail has left."""
    line = " ".join(words.split())
    if len(line) <= SUBJECT_LENGTH:
        return line
    return line[: SUBJECT_LENGTH - NEWS_LENGTH - len(CUT)] + CUT + line[-NEWS_LENGTH:]
