"""The office opens, decides part by part, and with the last word accepts or returns the filing."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from common.language import for_others
from reports.errors import DecisionMissingError, SeenVersionError
from reports.models import Filing, Part
from reports.services.obligations import note_decision
from reports.services.steps import (
    check_step,
    clerks,
    heads,
    local_day,
    locked_filing,
    take_step,
    tell,
)
from reports.workflow import Action, Decision
from units.models import User
from units.permissions import Access


@dataclass(frozen=True)
class PartDecision:
    decision: str
    reason: str = ""


@transaction.atomic
def open_review(*, filing_id: int, by: User, access: Access, now: datetime) -> Filing:
    """From here the unit can no longer recall it."""
    filing = locked_filing(filing_id, access)
    check_step(filing, Action.OPEN_REVIEW, access)
    version = filing.latest_version
    version.opened_at = now
    version.save()
    take_step(filing, Action.OPEN_REVIEW, by=by, now=now, version=version)
    return filing


@transaction.atomic
def finish_review(
    *,
    filing_id: int,
    by: User,
    access: Access,
    version_id: int,
    decisions: dict[int, PartDecision],
    now: datetime,
) -> Filing:
    """Decide every pending part, by part id. One returned part returns the filing."""
    filing = locked_filing(filing_id, access)
    check_step(filing, Action.ACCEPT, access)
    version = filing.latest_version
    if version.pk != version_id:
        raise SeenVersionError
    pending = list(
        version.parts.filter(decision=Decision.PENDING).select_related("obligation__task")
    )
    for part in pending:
        _decide(part, decisions.get(part.pk), now)
    bulk_update_with_history(pending, Part, ["decision", "decision_reason", "decided_at"])
    returned = [part for part in pending if part.decision == Decision.RETURNED]
    action = Action.RETURN if returned else Action.ACCEPT
    version.decided_at = now
    version.save()
    if not returned:
        filing.accepted_version = version
    reasons = "\n".join(f"{part.obligation.task}：{part.decision_reason}" for part in returned)
    take_step(filing, action, by=by, now=now, version=version, reason=reasons)
    note_decision(filing, version, is_returned=bool(returned), now=now)
    today = local_day(now)
    with for_others():
        tell(
            filing,
            [*clerks(filing, today), *heads(filing, today)],
            news=_("已退回，请补正") if returned else _("已审核通过"),
            detail=reasons,
            key=f"decided/{version.number}",
            now=now,
        )
    return filing


def _decide(part: Part, decision: PartDecision | None, now: datetime) -> None:
    is_known = decision is not None and decision.decision in {Decision.ACCEPTED, Decision.RETURNED}
    if not is_known or (decision.decision == Decision.RETURNED and not decision.reason.strip()):
        raise DecisionMissingError(task=part.obligation.task)
    part.decision = decision.decision
    part.decision_reason = decision.reason.strip() if decision.decision == Decision.RETURNED else ""
    part.decided_at = now
