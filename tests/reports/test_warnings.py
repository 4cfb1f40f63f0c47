"""What stands beside a field as the last figure, and what is called suspicious."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from reports.pages import filing_view
from reports.services.drafting import MilestoneEntry, PartContent
from tasks.goals import gathers_figures, goal_of
from tests.playing import Player, at, load

if TYPE_CHECKING:
    from motions.models import Plan
    from reports.models import Part

pytestmark = pytest.mark.django_db

AUGUST, SEPTEMBER, DECEMBER = range(3)


@pytest.fixture
def plan() -> Plan:
    return load()


def stages(plan: Plan) -> list[Player]:
    return [Player(plan, "市财政局", stage=stage) for stage in (AUGUST, SEPTEMBER, DECEMBER)]


def figures_before(player: Player) -> set[tuple[Decimal, bool]]:
    """As a share of the target, and whether the office has accepted it."""
    view = filing_view(player.clerk.access, player.filing)
    targets = {t.pk: t for part in view.parts for t in part.part.obligation.task.targets.all()}
    return {
        (round(earlier.value / goal_of(targets[pk]), 1), earlier.is_accepted)
        for pk, earlier in view.earlier.items()
    }


def warned(player: Player) -> set[str]:
    view = filing_view(player.clerk.access, player.filing)
    return {w.key.partition(":")[0] for part in view.parts for w in part.warnings}


# -- the figure told last ------------------------------------------------------------------------------


def test_a_later_figure_not_yet_accepted_stands_before_an_accepted_older_one(plan):
    august, september, december = stages(plan)
    august.submit(at("2022-08-30"), share="0.4")
    august.accept(at("2022-08-31"))
    september.submit(at("2022-09-29"), share="0.6")
    december.start(at("2022-10-10"))
    assert figures_before(december) == {(Decimal("0.6"), False)}
    september.accept(at("2022-10-11"))
    assert figures_before(december) == {(Decimal("0.6"), True)}


def test_a_returned_figure_was_never_told(plan):
    august, september, december = stages(plan)
    august.submit(at("2022-08-30"), share="0.4")
    august.accept(at("2022-08-31"))
    september.submit(at("2022-09-29"), share="0.6")
    september.open(at("2022-09-30"))
    september.decide(at("2022-09-30", 10), returned=("t5-10",))
    december.start(at("2022-10-10"))
    assert figures_before(december) == {(Decimal("0.4"), True)}


def test_a_total_that_falls_below_a_figure_not_yet_accepted_is_asked_about(plan):
    august, september, december = stages(plan)
    august.submit(at("2022-08-30"), share="0.4")
    august.accept(at("2022-08-31"))
    september.submit(at("2022-09-29"), share="0.6")
    december.start(at("2022-10-10"))
    december.write(at("2022-10-10"), share="0.5")
    assert "falls" in warned(december)


# -- nothing to report, and yet something said -----------------------------------------------------------


def content_beside_nil(part: Part, kind: str) -> PartContent:
    milestones = part.obligation.task.milestones.all()
    return {
        "nothing": PartContent(is_nil=True),
        "narrative": PartContent(is_nil=True, narrative="有进展。"),
        "problems": PartContent(is_nil=True, problems="资金未到位。"),
        "milestones": PartContent(
            is_nil=True,
            milestones=tuple(MilestoneEntry(row.pk, None, "验收表") for row in milestones[:1]),
        ),
    }[kind]


@pytest.mark.parametrize("kind", ["nothing", "narrative", "problems", "milestones"])
def test_a_part_declared_nil_that_says_something_is_asked_about(plan, kind):
    player = Player(plan, "市工业和信息化局")
    player.start(at("2022-08-24"))
    part = next(
        part
        for part in player.draft_parts()
        if part.obligation.task.milestones.all()
        and gathers_figures(part.obligation.task, player.unit.pk)
    )
    player.save(part, content_beside_nil(part, kind), at("2022-08-24"))
    (view,) = (v for v in filing_view(player.clerk.access, player.filing).parts if v.part == part)
    asked = {warning.key for warning in view.warnings}
    assert asked == (set() if kind == "nothing" else {"nil_with_content"})
