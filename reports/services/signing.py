"""The head's signature sends the filing to the office; the unit may recall it until it is opened."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.language import for_others
from reports.errors import OwnWordsError, SeenVersionError
from reports.models import Filing, FilingVersion
from reports.permissions import signs_own_words
from reports.services.co_signatures import check_gaps, gaps_named, restore_gaps, withdraw_gaps
from reports.services.drafting import check_explained
from reports.services.obligations import (
    note_recall,
    note_submission,
)
from reports.services.steps import (
    check_step,
    clerks,
    local_day,
    locked_filing,
    reviewers,
    take_step,
    tell,
)
from reports.services.versions import freeze_draft, next_draft, standing_version
from reports.workflow import Action
from units.models import User
from units.permissions import Access, signing_name


@transaction.atomic
def sign_and_submit(
    *, filing_id: int, by: User, access: Access, seen_revision: int | None, now: datetime
) -> FilingVersion:
    """The draft gets its number and is frozen. `seen_revision`: what the head had on the screen."""
    filing = locked_filing(filing_id, access)
    if signs_own_words(access, filing):
        raise OwnWordsError
    check_step(filing, Action.SIGN_AND_SUBMIT, access)
    version = filing.draft
    if version.revision != seen_revision:
        raise SeenVersionError
    check_explained(filing)  # a leaf may have come in since it was sent
    gaps = check_gaps(filing, version, local_day(now))
    with for_others():
        version.signed_by_name = signing_name(access, by, filing.obligation.unit_id)
    version.signed_by = by
    freeze_draft(filing, now)
    name = version.signed_by_name
    with for_others():
        words = gaps_named(gaps)
    take_step(
        filing, Action.SIGN_AND_SUBMIT, by=by, by_name=name, now=now, version=version, reason=words
    )
    note_submission(filing, version)
    withdraw_gaps(gaps, version.submitted_at)
    with for_others():
        tell(
            filing,
            reviewers(filing, local_day(now)),
            news=_("已报送，待审核"),
            detail=_("第 %(number)s 版，审签人 %(name)s。")
            % {"number": version.number, "name": name},
            key=f"submitted/{version.number}",
            now=now,
        )
        tell(
            filing,
            clerks(filing, local_day(now)),
            news=_("已报送领导小组办公室"),
            detail=_("回执可在报告页查看、打印。"),
            key=f"receipt/{version.number}",
            now=now,
        )
    return version


@transaction.atomic
def recall_submission(
    *, filing_id: int, by: User, access: Access, reason: str, now: datetime
) -> Filing:
    """Take back what the office has not opened. The version stays as recalled and counts for nothing."""
    filing = locked_filing(filing_id, access)
    check_step(filing, Action.RECALL_SUBMISSION, access, reason)
    version = filing.latest_version
    version.recalled_at = now
    version.save()
    filing.latest_version = standing_version(filing)
    filing.draft = next_draft(version, by=by)
    take_step(filing, Action.RECALL_SUBMISSION, by=by, now=now, version=version, reason=reason)
    note_recall(filing, version, now)
    restore_gaps(version)
    with for_others():
        tell(
            filing,
            reviewers(filing, local_day(now)),
            news=_("单位已撤回"),
            detail=reason,
            key=f"recalled/{version.number}",
            now=now,
        )
    return filing
