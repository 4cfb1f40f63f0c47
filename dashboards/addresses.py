"""Where the rows stand that a figure of a chart is counted from; nowhere, in a file that leaves its page."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from dashboards.templatetags.boards import ledger_rows


@dataclass(frozen=True)
class Rows:
    """Within what is asked for on the page (`query`)."""

    plan_id: int = 0
    query: str = ""

    def __call__(self, sheet: str, stage: int | None = None, **narrower: str | int) -> str:
        return (
            ledger_rows(self.plan_id, self.query, sheet, stage, **narrower) if self.plan_id else ""
        )

    def target(self, key: str, target_id: int) -> str:
        """Every version's figure of a target, at the moment of the page."""
        if not self.plan_id:
            return ""
        moment = QueryDict(self.query.removeprefix("?")).get("at", "")
        address = reverse("leaf_figures", args=[self.plan_id, key])
        return f"{address}{f'?at={moment}' if moment else ''}#target-{target_id}"

    def difficulty(self, number: int) -> str:
        return reverse("difficulty", args=[number]) if self.plan_id else ""


NOWHERE = Rows()
