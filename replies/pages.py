"""What the pages of replies show, assembled once for each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from common.due import due
from common.errors import NotVisibleError
from documents.models import IssuedDocument
from documents.selectors import latest_documents
from events.buttons import Button, buttons_of
from events.selectors import events_of
from motions.models import Deputy
from replies.errors import OwnReplyError
from replies.forms import CoverForm
from replies.letters import addressee_words, letter_text, place_words
from replies.models import Answer, Letter, Reply
from replies.permissions import (
    allowed_actions,
    belongs_to_host,
    can_make_links,
    is_editable,
    is_out,
    signs_own_reply,
)
from replies.selectors import (
    answer_of,
    co_signatures_of,
    deputies_of,
    is_rating_ended,
    letters_of,
    name_of,
    next_order,
    rating_owed,
    reply_of,
    second_replies_owed,
)
from replies.services.steps import check_editable
from replies.words import ACTION_WORDS, NEXT_WORDS, VERDICT_WORDS
from replies.workflow import Action, Actor, Status, Verdict
from tasks.duties import owed_due
from tasks.models import Obligation
from units.permissions import Access, unit_actors
from units.selectors import work_calendar

# Steps of the host on its own page; the deputies' office has another.
HOST_STEPS = frozenset(
    {
        Action.CIRCULATE,
        Action.SEND_FOR_SIGNATURE,
        Action.TAKE_BACK,
        Action.GIVE_BACK,
        Action.SIGN_AND_ISSUE,
    }
)


@dataclass(frozen=True)
class LetterLine:
    """A letter on a list. What was rated is shown once it was submitted."""

    letter: Letter
    issued: IssuedDocument | None
    to: str
    is_named: bool
    attitude: str
    result: str
    tone: str
    links_made: int

    @property
    def is_rated(self) -> bool:
        return hasattr(self.letter, "rating")

    @property
    def is_renamed(self) -> bool:
        """The roster has another name by now than the one the letter went out under."""
        known_as = self.letter.addressee
        return bool(known_as) and known_as != addressee_words(self.letter.deputy)


@dataclass(frozen=True)
class DeputyLine:
    deputy: Deputy
    name: str
    is_named: bool


TONES = {Verdict.SATISFIED: "ok", Verdict.BASICALLY: "info", Verdict.DISSATISFIED: "danger"}


def letter_lines(access: Access, reply: Reply) -> list[LetterLine]:
    issued = {row.part: row for row in latest_documents(access, reply)}
    return [_letter_line(row, issued.get(str(row.number))) for row in letters_of(reply)]


def _letter_line(letter: Letter, issued: IssuedDocument | None) -> LetterLine:
    rating = getattr(letter, "rating", None)
    return LetterLine(
        letter=letter,
        issued=issued,
        to=place_words(letter.deputy),
        is_named=bool(name_of(letter.deputy)),
        attitude=str(VERDICT_WORDS[Verdict(rating.attitude)]) if rating else "",
        result=str(VERDICT_WORDS[Verdict(rating.result)]) if rating else "",
        tone=TONES[Verdict(rating.result)] if rating else "",
        links_made=len(letter.links.all()),
    )


def deputy_lines(deputies: Iterable[Deputy]) -> list[DeputyLine]:
    return [DeputyLine(row, place_words(row), bool(name_of(row))) for row in deputies]


def _buttons(access: Access, reply: Reply) -> list[Button]:
    """The way forward first; steps back ask for a reason."""
    steps = [step for step in allowed_actions(access, reply) if step.action in HOST_STEPS]
    return buttons_of(steps, ACTION_WORDS, "reply_step", reply.obligation_id)


def reply_context(access: Access, owed: Obligation, today: date) -> dict[str, Any]:
    reply, is_own = reply_of(owed), belongs_to_host(access, owed)
    if not is_own and not is_out(reply):
        reply = None
    calendar = work_calendar(owed.government_id)
    context: dict[str, Any] = {
        "owed": owed,
        "plan": owed.plan,
        "reply": reply,
        "due": due(calendar, owed.due_on, today),
        "is_own": is_own,
        "can_start": Actor.CLERK in unit_actors(access, owed.unit_id) and owed.met_at is None,
        "deputies": deputy_lines(deputies_of(owed.motion)) if owed.motion else [],
        "next_words": NEXT_WORDS[Status.NOT_STARTED],
    }
    if reply is None or reply.status == Status.NOT_STARTED:
        return context
    return context | _begun(access, reply, today)


def _begun(access: Access, reply: Reply, today: date) -> dict[str, Any]:
    rating = rating_owed(reply)
    letters = letter_lines(access, reply) if is_out(reply) else []
    is_own = belongs_to_host(access, reply.obligation)
    calendar = work_calendar(reply.government_id)
    return {
        "can_start": False,
        "status_words": reply.words.statuses[Status(reply.status)],
        "next_words": NEXT_WORDS[Status(reply.status)],
        "text": letter_text(reply),
        "buttons": _buttons(access, reply),
        "barred": OwnReplyError.words if _is_barred(access, reply) else "",
        "can_edit": is_editable(access, reply),
        "can_make_links": can_make_links(access, reply) and not is_rating_ended(reply),
        "is_out": is_out(reply),
        "co_signatures": co_signatures_of(reply),
        "letters": letters,
        "renamed": _("、").join(row.to for row in letters if row.is_renamed) if is_own else "",
        "can_preview": is_own and not is_out(reply),
        "seconds": second_replies_owed(reply),
        "rating_due": rating and owed_due(rating, calendar, today),
        "events": events_of(reply, reply.words),
        "cover_form": CoverForm(initial=cover_initial(reply)),
    }


def _is_barred(access: Access, reply: Reply) -> bool:
    """Somebody stands in for the head and waits in vain for the button."""
    waits = reply.status == Status.AWAITING_SIGNATURE
    return waits and signs_own_reply(access, reply)


def cover_initial(reply: Reply) -> dict[str, Any]:
    return {name: getattr(reply, name) for name in CoverForm.base_fields}


def reply_to_edit(access: Access, owed: Obligation) -> Reply:
    """Refused where the text may not be written, before a word about what was typed."""
    reply = reply_of(owed)
    if reply is None:
        raise NotVisibleError
    check_editable(reply, access)
    return reply


def answer_to_edit(access: Access, owed: Obligation, answer_id: int | None) -> Answer:
    """One that is there, or a new one."""
    reply = reply_to_edit(access, owed)
    if answer_id is None:
        return Answer(reply=reply, order=next_order(reply))
    return answer_of(reply, answer_id)
