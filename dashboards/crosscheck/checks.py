"""Every check in the order of the page. One function each; all are asked the same, none changes anything."""

from collections.abc import Callable, Iterator

from dashboards.crosscheck import partners, plan, reports
from dashboards.crosscheck.reading import Checked, checked
from dashboards.crosscheck.shapes import Finding
from dashboards.standing import PlanStanding

CHECKS: tuple[Callable[[Checked], Iterator[Finding]], ...] = (
    plan.parts_against_whole,
    plan.parts_without_whole,
    partners.shares_against_lead,
    reports.falling_totals,
    reports.figures_retold,
    reports.results_over_target,
    reports.completions_undated,
    reports.completions_unproven,
    reports.milestones_done_twice,
    reports.closed_below_target,
    plan.replies_against_rules,
    plan.dates_on_no_workday,
    plan.leads_without_member,
    plan.posts_of_no_unit,
    plan.proposers_in_the_group,
)


def findings_of(standing: PlanStanding) -> tuple[Finding, ...]:
    found = checked(standing)
    return tuple(finding for check in CHECKS for finding in check(found))
