"""The letters of a reply as papers to be issued, and issued again under a deputy's right name."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from common.errors import NotAllowedError
from common.official.content import Paper
from common.official.glyphs import check_glyphs
from documents.errors import ChangedMeanwhileError
from documents.kinds import Kind
from documents.models import IssuedDocument
from documents.services.issuing import Drawn, ToIssue, draw, keep_drawn
from replies.letters import Addressed, addressed, addressee_words, addressees, letter_text
from replies.models import Letter, Reply
from replies.papers import letter_papers
from replies.permissions import belongs_to_host, is_out
from replies.selectors import deputies_to_answer, letters_of, roster_unit
from replies.services.steps import local_day, locked_reply, visible_reply
from units.models import Unit, User
from units.permissions import Access


class LettersToIssue:
    """Composed once for drawing and once more, by `renew`, under the lock."""

    def __init__(self, reply: Reply, to: Sequence[Addressed]) -> None:
        self.papers = letter_papers(letter_text(reply), to)
        office = roster_unit(reply.government_id, local_day(reply.issued_at))
        self.to_issue = [
            ToIssue(
                kind=Kind.REPLY,
                subject=reply,
                paper=partial(self._paper, place),
                number=reply.document_number,
                part=str(one.number),
                recipients=(office,) if office else (),
            )
            for place, one in enumerate(to)
        ]

    def _paper(self, place: int) -> Paper:
        return self.papers[place]

    def draw(self, unit: Unit, access: Access) -> list[Drawn]:
        """Nothing for a motion without deputies."""
        return draw(unit=unit, papers=self.to_issue, access=access) if self.to_issue else []

    def renew(self, reply: Reply, letters: Sequence[Letter]) -> None:
        to = [addressed(letter, len(letters)) for letter in letters]
        papers = letter_papers(letter_text(reply), to)
        if len(papers) != len(self.papers):
            raise ChangedMeanwhileError
        self.papers = papers


def check_printable(reply: Reply) -> None:
    """Before others look at it: a character that cannot be printed is for the clerk to change."""
    check_glyphs(letter_papers(letter_text(reply), addressees(deputies_to_answer(reply))))


def issue_letters_again(
    *, obligation_id: int, by: User, access: Access, now: datetime
) -> list[IssuedDocument]:
    """A new version of each letter whose deputy the roster names otherwise by now; the text stays."""
    reply = visible_reply(obligation_id, access)
    _check_may_issue_again(reply, access)
    of = letters_of(reply)
    to = [Addressed(addressee_words(row.deputy), row.number, len(of)) for row in of]
    letters = LettersToIssue(reply, to)
    drawn = letters.draw(reply.obligation.unit, access)
    with transaction.atomic():
        reply = locked_reply(obligation_id, access)
        _check_may_issue_again(reply, access)
        rows = letters_of(reply)
        for row in rows:
            _address(row)
        letters.renew(reply, rows)
        owed = reply.obligation
        return keep_drawn(
            plan=owed.plan, unit=owed.unit, drawn=drawn, by=by, access=access, now=now
        )


def _check_may_issue_again(reply: Reply, access: Access) -> None:
    if not belongs_to_host(access, reply.obligation) or not is_out(reply):
        raise NotAllowedError


def _address(row: Letter) -> None:
    words = addressee_words(row.deputy)
    if row.addressee != words:
        row.addressee = words
        row.save()
