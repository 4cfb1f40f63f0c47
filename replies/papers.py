"""What a reply becomes on paper: a letter for each deputy, with the sheet that asks for their opinion.

A letter that the host prints carries no link and no code for the rating: those are made and sent by
the deputies' office alone, and to it the sheet goes back.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from common.language import for_others
from common.official.content import (
    Annex,
    Block,
    Facts,
    Form,
    Heading,
    Imprint,
    Notes,
    Paper,
    Paragraph,
    Signature,
    numbered,
    paragraphs,
)
from common.templatetags.portal import day
from replies.letters import Addressed, AnswerText, LetterText
from replies.words import MANNER_WORDS, VERDICT_WORDS
from reports.papers.names import contact_words, on_paper

LINES_TO_WRITE_ON = 3


@for_others()
def letter_papers(text: LetterText, letters: Sequence[Addressed]) -> list[Paper]:
    """One for each deputy. Before they are issued they say so."""
    common = _common(text)
    return [replace(common, **_own(text, to)) for to in letters]


def _common(text: LetterText) -> Paper:
    reply, plan = text.reply, text.reply.obligation.plan
    signers = tuple(on_paper(name, plan) for name in text.signers)
    return Paper(
        form=Form.LETTER,
        issuer=signers[0],
        title=text.title,
        number=reply.document_number,
        mark=text.class_mark,
        blocks=tuple(_blocks(text)),
        signature=Signature(signers, text.issued_on),
        contact=contact_words(reply.contact, reply.telephone),
        imprint=Imprint(copied_to=reply.copied_to),
        status="" if text.issued_on else _("草稿，未印发"),
        is_sample=reply.is_sample,
    )


def _own(text: LetterText, to: Addressed) -> dict[str, Any]:
    return {
        "addressee": to.addressee,
        "copies": (_("第 %(n)s/%(of)s 件") % {"n": to.number, "of": to.of},),
        "annexes": (Annex(_("征求意见表"), tuple(_questions(text, to))),),
    }


def _blocks(text: LetterText) -> Iterator[Block]:
    yield from paragraphs(text.reply.opening)
    for place, row in enumerate(text.answers, start=1):
        yield Heading(numbered(1, place) + _heading(row))
        yield from paragraphs(row.answer.text)
        for promise in row.promises:
            words = {"text": promise.text, "unit": promise.unit, "on": day(promise.due_on)}
            said = _("%(text)s（责任单位：%(unit)s；期限：%(on)s）") % words
            yield Paragraph(said, lead=_("承诺："))
    yield from paragraphs(text.reply.closing)


def _heading(row: AnswerText) -> str:
    letter = row.answer.answer_class
    return row.answer.heading + (_("（%s 类）") % letter if letter else "")


def _questions(text: LetterText, to: Addressed) -> Iterator[Block]:
    """What a deputy is asked. Attitude and result apart."""
    verdicts = _boxes(VERDICT_WORDS.values())
    yield Facts(
        (
            (_("议案"), str(text.reply.obligation.motion)),
            (_("代表姓名"), to.addressee.removesuffix(_("代表"))),
            (_("承办单位"), on_paper(text.unit, text.reply.obligation.plan)),
            (_("答复文号和类别"), f"{text.reply.document_number}　{text.class_mark}"),
            (_("答复前是否同您面商"), _boxes([*MANNER_WORDS.values(), _("未面商")])),
            (_("对办理态度"), verdicts),
            (_("对办理结果"), verdicts),
            (_("意见（可另附纸）"), "\n　" * LINES_TO_WRITE_ON),
            (_("代表签名、日期"), _("　　　　　　　　　年　　月　　日")),
        )
    )
    yield Notes(tuple(_return_words(text)))


def _boxes(choices: Iterable[object]) -> str:
    return " ".join(f"□{choice}" for choice in choices)


def _return_words(text: LetterText) -> Iterator[str]:
    office = text.return_to or _("人大代表工作机构")
    yield _("请在所选项前的□内打“✓”，办理态度和办理结果分别评价。")
    by = _("在%s前") % day(text.return_by) if text.return_by else ""
    yield _("请%(by)s直接交回%(office)s，不要交承办单位。") % {"by": by, "office": office}
    yield _("也可以用%s另行送达的一次性链接在网上评价，不必再填本表。") % office
