"""Counties against their lead: the shares that responsible units wrote, and the figure in the report."""

from collections.abc import Iterator
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from common.templatetags.portal import figure
from dashboards.crosscheck.reading import Checked, Report
from dashboards.crosscheck.reports import place_of, reported_side
from dashboards.crosscheck.shapes import Finding, Kind, Side
from dashboards.standing.partner_shapes import PartnerRow
from dashboards.standing.shapes import FigureSaid, LeafStanding, TargetStanding
from tasks.models import Obligation


def shares_against_lead(checked: Checked) -> Iterator[Finding]:
    """More than the lead says, or another sum once every unit that has a share has told it.

    Fewer shares that sum to less contradict nothing: the others are still to come.
    """
    for leaf, target in checked.targets():
        for report, row in checked.figures_of(target.id):
            owed = _contributions(checked, leaf, report)
            told = [share for share in owed if target.id in share.figures]
            total = sum((share.figures[target.id] for share in told), Decimal(0))
            is_whole = _units(target, owed) <= {share.unit.id for share in told}
            if told and (total > row.value or (is_whole and total != row.value)):
                yield _finding(leaf, target, (report, row), told, total)


def _contributions(checked: Checked, leaf: LeafStanding, report: Report) -> list[PartnerRow]:
    return [
        row
        for row in checked.standing.of_leaves.of(Obligation.Kind.CONTRIBUTION)
        if row.leaf_id == leaf.id and row.stage.id == report.source.stage.id
    ]


def _units(target: TargetStanding, owed: list[PartnerRow]) -> set[int]:
    """Those the directive gives a part of it; where it gives none, all that contribute to the leaf."""
    allocated = {row.unit.id for row in target.allocations}
    return allocated or {row.unit.id for row in owed}


def _finding(
    leaf: LeafStanding,
    target: TargetStanding,
    reported: tuple[Report, FigureSaid],
    told: list[PartnerRow],
    total: Decimal,
) -> Finding:
    report, row = reported
    shares = _("、").join(f"{share.unit} {figure(share.figures[target.id])}" for share in told)
    says = _("%(sum)s %(unit)s（%(spread)s）") % {
        "sum": figure(total),
        "unit": target.unit,
        "spread": shares,
    }
    only = told[0].address_id if len(told) == 1 else None
    address = reverse("duty_contribution", args=[only]) if only else ""
    return Finding(
        kind=Kind.SHARES,
        key=f"{Kind.SHARES}/{leaf.key}/{target.name}/{place_of(report)}",
        subject=f"{leaf.number} {target.name}",
        sides=(
            reported_side(report, target, row),
            Side(_("责任单位函告合计"), says, address),
        ),
        facts=(
            str(row.value.normalize()),
            *(f"{share.unit.id} {share.figures[target.id].normalize()}" for share in told),
        ),
        unit=report.source.unit,
        leaf_key=leaf.key,
        told=report.told.get(f"differs:{target.id}", ""),
    )
