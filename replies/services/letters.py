"""The letters of a reply as papers to be issued, and issued again under a deputy's right name."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import NotAllowedError
from common.language import for_others
from common.official.content import Paper
from common.official.glyphs import check_glyphs
from documents.errors import ChangedMeanwhileError
from documents.kinds import Kind
from documents.models import IssuedDocument
from documents.selectors import latest_version
from documents.services.issuing import Drawn, ToIssue, draw, keep_drawn, says_the_same
from replies.errors import NothingRenamedError, TextChangedError
from replies.letters import Addressed, addressed, addressee_words, addressees, letter_text
from replies.models import Reply
from replies.papers import letter_papers
from replies.permissions import belongs_to_host, is_out
from replies.selectors import deputies_to_answer, letters_of, roster_unit
from replies.services.steps import (
    host_people,
    local_day,
    locked_reply,
    people,
    tell,
    visible_reply,
)
from units.models import Unit, User
from units.permissions import Access
from units.roles import Permission


class LettersToIssue:
    """Composed once for drawing and once more, by `renew`, under the lock."""

    def __init__(
        self, reply: Reply, to: Sequence[Addressed], recipients: tuple[Unit, ...] = ()
    ) -> None:
        self.papers = _papers(reply, to)
        office = roster_unit(reply.government_id, local_day(reply.issued_at))
        read_by = {unit.pk: unit for unit in (office, *recipients) if unit}
        self.to_issue = [
            ToIssue(
                kind=Kind.REPLY,
                subject=reply,
                paper=partial(self._paper, place),
                number=reply.document_number,
                part=str(one.number),
                recipients=tuple(read_by.values()),
            )
            for place, one in enumerate(to)
        ]

    def _paper(self, place: int) -> Paper:
        return self.papers[place]

    def draw(self, unit: Unit, access: Access) -> list[Drawn]:
        """Nothing for a motion without deputies."""
        return draw(unit=unit, papers=self.to_issue, access=access) if self.to_issue else []

    def renew(self, reply: Reply, to: Sequence[Addressed]) -> None:
        papers = _papers(reply, to)
        if len(papers) != len(self.papers):
            raise ChangedMeanwhileError
        self.papers = papers


@for_others()
def _papers(reply: Reply, to: Sequence[Addressed]) -> list[Paper]:
    return letter_papers(letter_text(reply), to)


def check_printable(reply: Reply) -> None:
    """Before others look at it: a character that cannot be printed is for the clerk to change."""
    check_glyphs(_papers(reply, addressees(deputies_to_answer(reply))))


def issue_letters_again(
    *, obligation_id: int, by: User, access: Access, now: datetime
) -> list[IssuedDocument]:
    """A new version of each letter whose deputy the roster names otherwise by now.

    The clerk may do it without the head: the name is the deputies' office's, and the text has to be
    the one that the head signed. Both are told, the one to know, the other to send it.
    """
    reply = visible_reply(obligation_id, access)
    _check_may_issue_again(reply, access)
    office = roster_unit(reply.government_id, local_day(now))
    letters = LettersToIssue(reply, _renamed(reply), recipients=(office,) if office else ())
    drawn = letters.draw(reply.obligation.unit, access)
    with transaction.atomic():
        reply = locked_reply(obligation_id, access)
        _check_may_issue_again(reply, access)
        letters.renew(reply, _renamed(reply))
        _note_addressees(reply)
        owed = reply.obligation
        issued = keep_drawn(
            plan=owed.plan, unit=owed.unit, drawn=drawn, by=by, access=access, now=now
        )
        _tell_issued_again(reply, issued, office, by, now)
    return issued


def _check_may_issue_again(reply: Reply, access: Access) -> None:
    if not belongs_to_host(access, reply.obligation) or not is_out(reply):
        raise NotAllowedError


def _renamed(reply: Reply) -> list[Addressed]:
    """Those to be printed anew, with the name of today. What else has changed since stops them all."""
    rows = letters_of(reply)
    renamed = [row for row in rows if row.addressee != addressee_words(row.deputy)]
    if not renamed:
        raise NothingRenamedError
    before = _papers(reply, [addressed(row, len(rows)) for row in renamed])
    for row, paper in zip(renamed, before, strict=True):
        issued = latest_version(reply, Kind.REPLY, str(row.number))
        if issued and not says_the_same(issued, paper):
            raise TextChangedError(number=row.number, on=issued.issued_on)
    return [Addressed(addressee_words(row.deputy), row.number, len(rows)) for row in renamed]


def _note_addressees(reply: Reply) -> None:
    for row in letters_of(reply):
        words = addressee_words(row.deputy)
        if row.addressee != words:
            row.addressee = words
            row.save()


def _tell_issued_again(
    reply: Reply, issued: Sequence[IssuedDocument], office: Unit | None, by: User, now: datetime
) -> None:
    told = host_people(reply, Permission.SIGN_REPORTS, now)
    told += people(Permission.KEEP_ROSTER, [office.pk], now) if office else []
    with for_others():
        numbers = _("、").join(document.part for document in issued)
        tell(
            reply,
            [user for user in told if user != by],
            news=_("%s 件答复函按名册现在的姓名重新印发") % len(issued),
            detail=_("第 %(numbers)s 件，%(by)s 印发；正文没有变。请以新的一版送达代表。")
            % {"numbers": numbers, "by": by.name},
            key=f"again/{issued[0].pk}",
            now=now,
        )
