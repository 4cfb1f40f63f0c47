"""What is set in `bench.papers`, read from the played plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import override

from bench.scene import actor
from common import clock
from dashboards.asking import question_of, standing_asked
from dashboards.exports.cover import cover_of
from dashboards.exports.ledger import ledger_of
from dashboards.exports.summary import summary_paper
from dashboards.exports.taken import taken_by
from documents.makers import Item
from documents.services.batches import ask_batch
from reports.models import FilingVersion

if TYPE_CHECKING:
    from common.official.content import Paper
    from documents.models import Batch
    from motions.models import Plan


@override(settings.LANGUAGE_CODE)
def summary_of(plan: Plan) -> Paper:
    """The whole summary as the bureau takes it."""
    bureau = actor("ducha")
    standing = standing_asked(plan, question_of({}, now=clock.now()))
    taken = taken_by(bureau["by"], bureau["access"], bureau["now"])
    return summary_paper(ledger_of(standing), cover_of("督办摘要", standing, taken))


def batch_of(plan: Plan, documents: int) -> Batch:
    """The staged reports of the plan, over again until there are so many."""
    versions = FilingVersion.objects.filter(filing__obligation__plan=plan, number__isnull=False)
    numbers = list(versions.order_by("pk").values_list("pk", flat=True))
    items = [
        Item(f"阶段报告 {place}", "staged_report", {"version": numbers[place % len(numbers)]})
        for place in range(documents)
    ]
    bureau = actor("ducha")
    return ask_batch(
        plan=plan,
        kind="all_reports",
        title="阶段报告",
        items=items,
        by=bureau["by"],
        now=bureau["now"],
    )
