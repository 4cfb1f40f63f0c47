"""The one thing that is written from the boards: words on a finding. Nothing is corrected by it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import NotAllowedError, NotVisibleError
from common.language import for_others
from dashboards.crosscheck import findings_of
from dashboards.errors import ExplanationRefusedError, FindingGoneError
from dashboards.models import FindingExplanation
from dashboards.permissions import can_explain, sees_finding
from dashboards.standing import plan_standing
from motions.models import Plan
from motions.services import hold_open
from units.models import User
from units.permissions import Access, signing_name

MOST_WORDS = 5_000


@transaction.atomic
def explain_finding(
    *, plan: Plan, key: str, digest: str, text: str, by: User, access: Access, now: datetime
) -> FindingExplanation:
    """`digest`: the facts that were on the screen. Other facts are looked at again first."""
    hold_open(plan.pk)
    standing = plan_standing(plan, at=now, today=timezone.localdate(now), with_submitted=True)
    finding = next((row for row in findings_of(standing) if row.key == key), None)
    if finding is None:
        raise FindingGoneError
    if not sees_finding(access, plan, finding):
        raise NotVisibleError
    if not can_explain(access, plan, finding):
        raise NotAllowedError
    if finding.digest != digest:
        raise FindingGoneError
    _check_words(text)
    with for_others():
        name = signing_name(access, by, finding.unit.id) if finding.unit else by.name
    return FindingExplanation.objects.create(
        government_id=plan.government_id,
        plan=plan,
        key=key,
        digest=digest,
        text=text.strip(),
        by=by,
        by_name=name,
        at=now,
    )


def _check_words(text: str) -> None:
    if not text.strip():
        raise ExplanationRefusedError(
            found=_("没有写字"), expected=_("写明两处为什么不同、以哪一处为准")
        )
    if len(text) > MOST_WORDS:
        raise ExplanationRefusedError(
            found=_("写了 %s 字") % len(text), expected=_("%s 字以内") % MOST_WORDS
        )
