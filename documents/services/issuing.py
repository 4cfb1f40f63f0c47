"""印发: what was written becomes a file that never changes again, with a code to check it by.

Drawing takes a tenth of a second and more, so it is done before anything is held. Under the lock the
content is made once more: what was printed is what is there at the moment of issuing, or nothing is
issued at all.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NoReturn

from django.db import IntegrityError, models, transaction

from common.document_number import document_number
from common.errors import NotAllowedError
from common.kept_files import keep
from common.language import for_others
from common.official.content import Paper, Proof
from common.official.pdf import render_official
from common.pdf_pages import pages_of
from documents.codes import check_address, in_groups, new_code
from documents.errors import (
    AlreadyIssuedError,
    ChangedMeanwhileError,
    IssuedMeanwhileError,
    IssuedUnderAnotherNumberError,
    NumberMissingError,
    NumberTakenError,
)
from documents.kinds import KIND_WORDS, WITHOUT_NUMBER, Kind
from documents.models import IssuedDocument, IssuedNumber
from documents.permissions import may_issue
from documents.selectors import latest_version
from documents.words import Action
from events import services as events
from motions.models import Plan
from motions.services import hold_open
from units.models import Unit, User
from units.permissions import Access, signing_name

# What the row has room for; the paper has it whole.
MOST_OF_A_TITLE = 500


@dataclass(frozen=True)
class ToIssue:
    """`paper` makes the content anew from the database each time it is called, without proof, and
    says the same as long as nothing has changed: no moment of printing in it. `number` is the
    发文字号 of the unit; without one a paper may count itself, as the periods of a bulletin do.

    `part` tells apart what one subject issues several of. `recipients` are units that may read it.
    `renumbers`: the number alone is another one than before, and that is meant.
    """

    kind: Kind
    subject: models.Model
    paper: Callable[[], Paper]
    number: str = ""
    part: str = ""
    recipients: tuple[Unit, ...] = ()
    renumbers: bool = False


@dataclass(frozen=True)
class Drawn:
    """`paper` is without the proof that was printed with it."""

    to_issue: ToIssue
    paper: Paper
    code: str
    pdf: bytes
    pages: int


def issue(
    *,
    plan: Plan,
    unit: Unit,
    kind: Kind,
    subject: models.Model,
    paper: Callable[[], Paper],
    number: str = "",
    part: str = "",
    recipients: Sequence[Unit] = (),
    by: User,
    access: Access,
    now: datetime,
) -> IssuedDocument:
    one = ToIssue(kind, subject, paper, number, part, tuple(recipients))
    (document,) = issue_all(plan=plan, unit=unit, papers=[one], by=by, access=access, now=now)
    return document


def issue_all(
    *,
    plan: Plan,
    unit: Unit,
    papers: Sequence[ToIssue],
    by: User,
    access: Access,
    now: datetime,
) -> list[IssuedDocument]:
    """All or none. Of several those that have not changed stand as they are; if none has, refused."""
    with for_others():
        drawn = draw(unit=unit, papers=papers, access=access)
        return keep_drawn(plan=plan, unit=unit, drawn=drawn, by=by, access=access, now=now)


def draw(*, unit: Unit, papers: Sequence[ToIssue], access: Access) -> list[Drawn]:
    """Nothing is locked and nothing written here."""
    with for_others():
        written = [_written(one, unit, access) for one in papers]
        changed = [(one, paper) for one, paper in written if not _is_issued(one, paper)]
        if not changed:
            _refuse_again(written[0][0])
        for one, paper in changed:
            _followed(one, paper)
        return [_drawn(one, paper) for one, paper in changed]


def _written(one: ToIssue, unit: Unit, access: Access) -> tuple[ToIssue, Paper]:
    if not may_issue(access, one.kind, unit.pk):
        raise NotAllowedError
    one = replace(one, number=document_number(one.number))
    if not one.number and one.kind not in WITHOUT_NUMBER:
        raise NumberMissingError(kind=KIND_WORDS[one.kind])
    return one, _content(one)


def _content(one: ToIssue) -> Paper:
    paper = one.paper()
    return replace(paper, number=one.number or paper.number, proof=None)


def _digest(paper: Paper) -> str:
    return hashlib.sha256(repr(paper).encode()).hexdigest()


def _is_issued(one: ToIssue, paper: Paper) -> bool:
    latest = latest_version(one.subject, one.kind, one.part)
    return latest is not None and latest.content_sha256 == _digest(paper)


def issued_of(
    subject: models.Model, kind: Kind, paper: Paper, part: str = ""
) -> IssuedDocument | None:
    """The issued file that says what this content says, number and proof apart."""
    latest = latest_version(subject, kind, part)
    return latest if latest and says_the_same(latest, paper) else None


def _followed(one: ToIssue, paper: Paper) -> IssuedDocument | None:
    """The version that this one follows, read once: a second click is refused as what it is.

    One content under two numbers is what nobody can tell apart later; unless a slip is put right.
    """
    latest = latest_version(one.subject, one.kind, one.part)
    if latest is None:
        return None
    if latest.content_sha256 == _digest(paper):
        _refuse_again(one)
    if not one.renumbers and says_the_same(latest, paper):
        raise IssuedUnderAnotherNumberError(
            kind=KIND_WORDS[one.kind],
            on=latest.issued_on,
            number=latest.number,
            version=latest.version,
            typed=paper.number,
        )
    return latest


def _refuse_again(one: ToIssue) -> NoReturn:
    latest = latest_version(one.subject, one.kind, one.part)
    raise AlreadyIssuedError(
        kind=KIND_WORDS[one.kind],
        on=latest and latest.issued_on,
        version=latest and latest.version,
    )


def says_the_same(document: IssuedDocument, paper: Paper) -> bool:
    """As that version does, but for number and proof."""
    return _digest(replace(paper, number=document.number, proof=None)) == document.content_sha256


def _drawn(one: ToIssue, paper: Paper) -> Drawn:
    code = new_code()
    proven = replace(paper, proof=Proof(in_groups(code), check_address(code)))
    pdf = render_official([proven])
    return Drawn(one, paper, code, pdf, pages_of(pdf))


@transaction.atomic
def keep_drawn(
    *,
    plan: Plan,
    unit: Unit,
    drawn: Iterable[Drawn],
    by: User,
    access: Access,
    now: datetime,
) -> list[IssuedDocument]:
    """What was drawn, within the step that it is issued by."""
    hold_open(plan.pk)
    with for_others():
        by_name = signing_name(access, by, unit.pk)
        return [_kept(one, plan, unit, by, by_name, now) for one in drawn]


def _kept(
    drawn: Drawn, plan: Plan, unit: Unit, by: User, by_name: str, now: datetime
) -> IssuedDocument:
    """Of two at the same moment the second one waits for the first one's row, and is refused."""
    one = drawn.to_issue
    digest = _digest(drawn.paper)
    if _digest(_content(one)) != digest:
        raise ChangedMeanwhileError
    _take_number(one, unit)
    latest = _followed(one, drawn.paper)
    sha256, path = keep("documents", plan.government_id, drawn.pdf)
    document = IssuedDocument(
        government_id=plan.government_id,
        plan=plan,
        unit=unit,
        unit_name=unit.name,
        kind=one.kind,
        subject_kind=one.subject._meta.label_lower,
        subject_id=one.subject.pk,
        part=one.part,
        version=latest.version + 1 if latest else 1,
        number=drawn.paper.number,
        title=drawn.paper.title[:MOST_OF_A_TITLE],
        code=drawn.code,
        content_sha256=digest,
        sha256=sha256,
        size=len(drawn.pdf),
        pages=drawn.pages,
        path=path,
        issued_by=by,
        issued_by_name=by_name,
        issued_at=now,
        is_sample=drawn.paper.is_sample,
    )
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError as refused:
        raise IssuedMeanwhileError from refused
    document.recipients.set(one.recipients)
    events.note_change(
        document, Action.ISSUE, before="", after=f"v{document.version}", by=by, now=now
    )
    return document


def _take_number(one: ToIssue, unit: Unit) -> None:
    if not one.number:
        return
    label = one.subject._meta.label_lower
    used_for = {"kind": one.kind, "subject_kind": label, "subject_id": one.subject.pk}
    row, _is_new = IssuedNumber.objects.get_or_create(
        unit=unit, number=one.number, defaults=used_for
    )
    if (row.kind, row.subject_kind, row.subject_id) != tuple(used_for.values()):
        raise NumberTakenError(unit=unit, number=one.number, kind=KIND_WORDS[Kind(row.kind)])
