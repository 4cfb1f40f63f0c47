"""A reply as it reads: one text for the host's page, the deputy's page and the printed letter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from motions.models import Deputy
from replies.models import Answer, Letter, Promise, Reply
from replies.prefill import deputies_words
from replies.selectors import answers_of, name_of
from replies.words import ordinal


@dataclass(frozen=True)
class AnswerText:
    number: str
    answer: Answer
    promises: tuple[Promise, ...]

    @property
    def paragraphs(self) -> list[str]:
        return paragraphs(self.answer.text)


@dataclass(frozen=True)
class LetterText:
    """`title` names the motion; the addressee and `n` of `of` are each letter's own."""

    reply: Reply
    title: str
    unit: str
    answers: tuple[AnswerText, ...]
    issued_on: date | None

    @property
    def class_mark(self) -> str:
        return _("%s 类") % self.reply.reply_class if self.reply.reply_class else ""


@dataclass(frozen=True)
class Addressed:
    """One deputy's copy. A place that nobody has filled is addressed with a blank to write in."""

    addressee: str
    number: int
    of: int


def letter_text(reply: Reply) -> LetterText:
    owed = reply.obligation
    facts = {"of": deputies_words(owed.motion), "motion": owed.motion}
    title = (
        _("关于对%(of)s《%(motion)s》的再次答复")
        if reply.is_second
        else _("关于对%(of)s《%(motion)s》的答复")
    )
    return LetterText(
        reply=reply,
        title=title % facts,
        unit=reply.unit_name or str(owed.unit),
        answers=tuple(_answers(answers_of(reply))),
        issued_on=timezone.localdate(reply.issued_at) if reply.issued_at else None,
    )


def _answers(rows: Iterable[Answer]) -> Iterable[AnswerText]:
    for place, row in enumerate(rows, start=1):
        yield AnswerText(ordinal(place), row, tuple(row.promises.all()))


def addressed(letter: Letter, of: int) -> Addressed:
    return Addressed(addressee_words(letter.deputy), letter.number, of)


def addressee_words(deputy: Deputy) -> str:
    return _("%s代表") % (name_of(deputy) or "＿＿＿＿")


def place_words(deputy: Deputy) -> str:
    """How a deputy is called on a list: by name, or by the place on the motion."""
    return name_of(deputy) or _("第 %s 位（待填姓名）") % (deputy.order + 1)


def paragraphs(text: str) -> list[str]:
    return [line for line in map(str.strip, text.splitlines()) if line]
