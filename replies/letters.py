"""A reply as it reads: one text for the host's page, the deputy's page and the printed letter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from common.language import for_others
from common.official.content import typed_lines
from motions.models import Deputy
from replies.models import Answer, Letter, Promise, Reply
from replies.prefill import deputies_words
from replies.selectors import agreed_units, answers_of, name_of, roster_unit
from replies.words import ordinal
from units.selectors import limit_of, work_calendar

BLANK = "＿＿＿＿"


@dataclass(frozen=True)
class AnswerText:
    number: str
    answer: Answer
    promises: tuple[Promise, ...]

    @property
    def paragraphs(self) -> list[str]:
        return typed_lines(self.answer.text)


@dataclass(frozen=True)
class LetterText:
    """`title` names the motion; the addressee and `n` of `of` are each letter's own.

    `signers`: the host first, then the units that agreed to this very text. `return_to` and
    `return_by`: where and until when the opinion asked for is awaited.
    """

    reply: Reply
    title: str
    signers: tuple[str, ...]
    answers: tuple[AnswerText, ...]
    issued_on: date | None
    return_to: str
    return_by: date | None

    @property
    def unit(self) -> str:
        """The host, whose letter it is."""
        return self.signers[0]

    @property
    def class_mark(self) -> str:
        return _("%s 类") % self.reply.reply_class if self.reply.reply_class else ""


@dataclass(frozen=True)
class Addressed:
    """One deputy's copy. A place that nobody has filled is addressed with a blank to write in."""

    addressee: str
    number: int
    of: int

    @property
    def is_blank(self) -> bool:
        return BLANK in self.addressee


def letter_text(reply: Reply) -> LetterText:
    owed = reply.obligation
    facts = {"of": deputies_words(owed.motion), "motion": owed.motion}
    title = (
        _("关于对%(of)s《%(motion)s》的再次答复")
        if reply.is_second
        else _("关于对%(of)s《%(motion)s》的答复")
    )
    issued_on = timezone.localdate(reply.issued_at) if reply.issued_at else None
    office = roster_unit(reply.government_id, issued_on or owed.due_on)
    return LetterText(
        reply=reply,
        title=title % facts,
        signers=(reply.unit_name or str(owed.unit), *map(str, agreed_units(reply))),
        answers=tuple(_answers(answers_of(reply))),
        issued_on=issued_on,
        return_to=str(office) if office else "",
        return_by=rated_by(reply, issued_on) if issued_on else None,
    )


def rated_by(reply: Reply, issued_on: date) -> date:
    """The last day for the deputies' opinion, by the rule set."""
    allowed = limit_of(reply.obligation.plan.rule_set_id, "rating_after_reply")
    return allowed.after(issued_on, work_calendar(reply.government_id))


def _answers(rows: Iterable[Answer]) -> Iterable[AnswerText]:
    for place, row in enumerate(rows, start=1):
        yield AnswerText(ordinal(place), row, tuple(row.promises.all()))


def addressed(letter: Letter, of: int) -> Addressed:
    """As it was issued; what went out before that was kept, as the roster has it now."""
    return Addressed(letter.addressee or addressee_words(letter.deputy), letter.number, of)


def addressees(deputies: Sequence[Deputy]) -> list[Addressed]:
    """Those a reply goes to, before there are letters."""
    return [
        Addressed(addressee_words(deputy), number, len(deputies))
        for number, deputy in enumerate(deputies, start=1)
    ]


@for_others()
def addressee_words(deputy: Deputy) -> str:
    """As the letter has it, whatever language it is looked at in."""
    return _("%s代表") % (name_of(deputy) or BLANK)


def place_words(deputy: Deputy) -> str:
    """How a deputy is called on a list: by name, or by the place on the motion."""
    return name_of(deputy) or _("第 %s 位（待填姓名）") % (deputy.order + 1)
