"""A unit asks to correct an accepted filing; the accepted version stays in force until the next."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.language import for_others
from reports.models import Filing, FilingEvent
from reports.services.obligations import open_correction
from reports.services.steps import (
    check_step,
    clerks,
    local_day,
    locked_filing,
    reviewers,
    take_step,
    tell,
)
from reports.services.versions import next_draft
from reports.workflow import Action
from units.models import User
from units.permissions import Access


@transaction.atomic
def ask_correction(
    *, filing_id: int, by: User, access: Access, reason: str, now: datetime
) -> Filing:
    filing = locked_filing(filing_id, access)
    check_step(filing, Action.ASK_CORRECTION, access, reason)
    take_step(
        filing, Action.ASK_CORRECTION, by=by, now=now, version=filing.latest_version, reason=reason
    )
    with for_others():
        people = reviewers(filing, local_day(now))
        _tell(filing, people, _("申请更正"), reason, now, key="correction-asked")
    return filing


@transaction.atomic
def grant_correction(*, filing_id: int, by: User, access: Access, now: datetime) -> Filing:
    """Every part of the next draft can be written again."""
    filing = locked_filing(filing_id, access)
    check_step(filing, Action.GRANT_CORRECTION, access)
    version = filing.latest_version
    reopened = frozenset(version.parts.values_list("obligation_id", flat=True))
    filing.draft = next_draft(version, by=version.sent_by, reopened=reopened)
    take_step(filing, Action.GRANT_CORRECTION, by=by, now=now, version=version)
    open_correction(filing, version, now)
    with for_others():
        _tell(filing, clerks(filing, local_day(now)), _("同意更正，请修改后重新报送"), "", now)
    return filing


@transaction.atomic
def refuse_correction(
    *, filing_id: int, by: User, access: Access, reason: str, now: datetime
) -> Filing:
    filing = locked_filing(filing_id, access)
    check_step(filing, Action.REFUSE_CORRECTION, access, reason)
    version = filing.latest_version
    take_step(filing, Action.REFUSE_CORRECTION, by=by, now=now, version=version, reason=reason)
    with for_others():
        _tell(filing, clerks(filing, local_day(now)), _("不同意更正"), reason, now)
    return filing


def _tell(
    filing: Filing,
    recipients: list[User],
    news: str,
    detail: str,
    now: datetime,
    *,
    key: str = "correction",
) -> None:
    step = FilingEvent.objects.filter(filing=filing).latest("pk").pk
    tell(filing, recipients, news=news, detail=detail, key=f"{key}/{step}", now=now)
