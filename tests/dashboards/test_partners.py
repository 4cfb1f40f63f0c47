"""Contributions and co-signatures on the board, in the ledger and in the summary, at any moment."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from dashboards.exports.ledger import ledger_of, ledger_tables
from dashboards.exports.words import between_units
from dashboards.partners import leaf_partners
from dashboards.standing import plan_standing
from dashboards.standing.partner_shapes import Kind, Word
from reports.services.gathering import take_over
from tasks.models import Target
from tests import co_signing
from tests.contributing import Contributor
from tests.playing import Player, at, load
from tests.tasks.handing import Desk

if TYPE_CHECKING:
    from datetime import datetime

    from dashboards.standing.shapes import PlanStanding
    from motions.models import Plan

pytestmark = pytest.mark.django_db

COUNTY, LEAF, TARGET = "兰考县人民政府", "t5-10", "年产值10亿元以上企业"
SENT, RETURNED, OBJECTED, FILED = (
    at("2022-08-16"), at("2022-08-22"), at("2022-08-30"), at("2022-08-31"),
)  # fmt: skip


@pytest.fixture
def plan() -> Plan:
    """The county's figure came and was given back; the report went with an objection."""
    plan = load()
    county, lead = Contributor(plan, COUNTY, LEAF), Player(plan, "市财政局")
    county.submit(SENT, **{TARGET: 3})
    county.given_back(RETURNED, lead.clerk)
    lead.start(OBJECTED)
    lead.write(OBJECTED)
    (row,) = co_signing.ask(lead, OBJECTED)
    row.part.refresh_from_db()
    co_signing.refuse(row, OBJECTED, reason="名单没有核对。")
    lead.send(OBJECTED)
    lead.sign(FILED, co_signed=False)
    return plan


def standing_at(plan: Plan, moment: datetime) -> PlanStanding:
    return plan_standing(plan, at=moment, today=moment.date(), with_submitted=True)


def august(standing: PlanStanding):
    return standing.partners.stages[0]


def test_of_118_and_12_as_it_stood(plan: Plan) -> None:
    stage = august(standing_at(plan, SENT))
    assert (stage.contributions, stage.contributions_owed) == (1, 118)
    assert (stage.co_signatures, stage.co_signatures_owed, stage.gaps) == (0, 12, 0)
    assert august(standing_at(plan, at("2022-08-15"))).contributions == 0
    later = august(standing_at(plan, RETURNED))
    assert (later.contributions, later.contributions_overdue) == (0, 118 - 1)
    assert august(standing_at(plan, FILED)).gaps == 1


def test_who_held_it_up_is_named_with_its_words_once_the_report_is_out(plan: Plan) -> None:
    before = standing_at(plan, OBJECTED).partners
    assert before.gaps == ()
    assert all(row.objection == "" for row in before.rows)
    (gap,) = standing_at(plan, FILED).partners.gaps
    assert (gap.unit.name, gap.word, gap.went) == ("市工业和信息化局", Word.OBJECTED, 1)
    assert gap.objection == "名单没有核对。"


def test_the_longest_overdue_come_first_and_each_unit_once_a_stage(plan: Plan) -> None:
    holders = standing_at(plan, RETURNED).partners.holders
    assert len({(row.unit, row.stage, row.kind) for row in holders}) == len(holders)
    assert [row.days for row in holders] == sorted((row.days for row in holders), reverse=True)


def test_a_past_moment_names_who_gathered_then(plan: Plan) -> None:
    desk = Desk(plan)
    desk.hand_out()
    desk.reassign(desk.one("市财政局", "5.10"), "市科技局", at("2022-09-05"))

    def leads(moment: datetime) -> set[str]:
        rows = standing_at(plan, moment).partners.rows
        return {row.lead.name for row in rows if row.leaf.startswith("5.10")}

    assert leads(FILED) == {"市财政局"}
    assert leads(at("2022-09-06")) == {"市科技局"}


def test_a_leaf_shows_each_countys_figure_against_its_allocation(plan: Plan) -> None:
    standing = standing_at(plan, SENT)
    leaf = next(row for row in standing.leaves if row.key == LEAF)
    table = leaf_partners(standing, leaf, is_past=False)
    place = [target.name for target in table.targets].index(TARGET)
    line = next(row for row in table.lines if row.unit == COUNTY)
    _target, value, allocated = line.shares[place]
    assert (value, bool(allocated), table.sums[place][1]) == (Decimal(3), True, Decimal(3))


def test_the_ledger_has_a_line_for_each_and_the_summary_a_sentence(plan: Plan) -> None:
    standing = standing_at(plan, FILED)
    sheet = next(t for t in ledger_tables(ledger_of(standing)) if t.key == "partners")
    kinds = [line.row.kind for line in sheet.rows]
    assert kinds.count(Kind.CONTRIBUTION) == 118 * 3
    assert kinds.count(Kind.CO_SIGNATURE) == 12 * 3
    leaf = next(row for row in standing.leaves if row.key == LEAF)
    words = between_units(standing.partners.of_leaf(leaf.id))
    assert words == "8月底函告 0/10、会签 0/1（缺 市工业和信息化局 有异议：名单没有核对。）"


def test_a_figure_taken_over_says_from_where_in_the_standing(plan: Plan) -> None:
    """Also in the columns that ledger and summary share."""
    lead = Player(plan, "市财政局", stage=1)
    other = Contributor(plan, "杞县人民政府", LEAF, stage=1)
    other.submit(at("2022-09-15"), **{TARGET: 20})
    lead.start(at("2022-09-20"))
    now = at("2022-09-20")
    lead.write(now)
    (part,) = lead.draft_parts()
    target = Target.objects.get(task__key=LEAF, name=TARGET)
    take_over(
        part_id=part.pk,
        target_id=target.pk,
        revision=part.revision,
        by=lead.clerk.user,
        access=lead.clerk.access,
        now=now,
    )
    lead.send(now)
    lead.sign(now)
    standing = standing_at(plan, now)
    leaf = next(row for row in standing.leaves if row.key == LEAF)
    told = next(row for row in leaf.targets if row.name == TARGET)
    assert told.submitted.taken_from == ("杞县人民政府第1版",)
