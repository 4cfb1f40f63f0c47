"""What the page of a stage's consolidated report shows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from common.errors import PortalError
from dashboards.asking import Question, question_of, standing_asked
from dashboards.exports.asking import address_query
from dashboards.exports.cover import basis_words, has_samples
from dashboards.permissions import issuing_unit
from documents.forms import IssueForm
from documents.kinds import Kind
from documents.pages import issued_panel
from motions.models import Plan
from units.permissions import Access


def stage_asked(deadline_id: int, query: Mapping[str, str], now: datetime) -> Question:
    asked = {"stage": str(deadline_id), "submitted": query.get("submitted", "")}
    return question_of(asked, now=now)


def stage_context(
    access: Access,
    plan: Plan,
    question: Question,
    form: IssueForm | None = None,
    refusal: PortalError | None = None,
) -> dict[str, Any]:
    """Without a form a refusal is of the document itself."""
    standing = standing_asked(plan, question)
    (stage,) = standing.stages
    submitted = {} if question.with_submitted else {"submitted": "no"}
    may_issue = issuing_unit(access, plan, Kind.CONSOLIDATED) is not None and plan.closed_at is None
    address = reverse("issue_consolidated", args=[stage.id]) + address_query(submitted)
    return {
        "plan": plan,
        "stage": stage,
        "standing": standing,
        "question": question,
        "basis_words": basis_words(standing),
        "is_sample": has_samples(standing),
        "refusal": None if form else refusal,
        "panel": issued_panel(
            access,
            plan.deadlines.get(pk=stage.id),
            kind=Kind.CONSOLIDATED,
            address=address if may_issue else "",
            form=form,
            refusal=refusal if form else None,
        ),
    }
