"""Issuing what is compiled from the boards: the bureau's summary, the office's report on a stage."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from common.errors import NotAllowedError
from common.official.content import Paper
from dashboards.permissions import issuing_unit
from documents.kinds import Kind
from documents.models import IssuedDocument
from documents.selectors import latest_version
from documents.services.issuing import ToIssue, says_the_same
from motions.models import Deadline, Plan
from units.models import Unit
from units.permissions import Access


@dataclass(frozen=True)
class Compiled:
    """`paper` writes it as of a day, which is printed on it."""

    kind: Kind
    subject: Plan | Deadline
    paper: Callable[[date], Paper]
    part: str = ""


def unit_that_issues(*, plan: Plan, kind: Kind, access: Access) -> Unit:
    unit_id = issuing_unit(access, plan, kind)
    if unit_id is None:
        raise NotAllowedError
    return Unit.objects.get(pk=unit_id)


def to_issue(compiled: Compiled, *, number: str, today: date) -> ToIssue:
    """Nothing but the day of issue or the number changed: it is the paper of that day."""
    latest = latest_version(compiled.subject, compiled.kind, compiled.part)
    on = today
    if latest is not None and _is_unchanged(latest, compiled):
        on = latest.issued_on
    return ToIssue(
        kind=compiled.kind,
        subject=compiled.subject,
        paper=lambda: compiled.paper(on),
        number=number,
        part=compiled.part,
    )


def _is_unchanged(latest: IssuedDocument, compiled: Compiled) -> bool:
    return says_the_same(latest, compiled.paper(latest.issued_on))
