"""数据核验: what is found, what is not, who explains it, and how long an explanation holds."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from http import HTTPStatus

import pytest
from django.conf import settings as project
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.dates import day_words
from common.errors import NotAllowedError, NotVisibleError
from common.limits import add_months
from dashboards.crosscheck import findings_of
from dashboards.crosscheck.checks import CHECKS
from dashboards.crosscheck.lines import count_of, finding_lines
from dashboards.crosscheck.shapes import Kind
from dashboards.crosscheck.words import KIND_WORDS
from dashboards.errors import ExplanationRefusedError, FindingGoneError
from dashboards.exports.ledger import ledger_of, ledger_tables
from dashboards.models import FindingExplanation
from dashboards.services.explaining import explain_finding
from dashboards.standing import plan_standing
from dashboards.standing.partner_shapes import Partners
from motions.models import GroupMember
from reports.models import Part
from tasks.models import LeafClosing, Milestone, Task
from tasks.planfile.load import load_plan
from tasks.planfile.read import read_plan_file
from tests.contributing import Contributor
from tests.dashboards.playing import Filer
from tests.playing import KAIFENG, SECOND_CITY, Person, at, load, person
from units.models import Rule
from units.roles import Role

pytestmark = pytest.mark.django_db

DAY = date(2022, 10, 10)
NOW = at(DAY)
AUGUST, SEPTEMBER = at("2022-08-30"), at("2022-09-29")
DEVELOPMENT, TARGET = "市发展改革委", ("5.1", "年度投资")
PLAN_FILE = json.loads((project.BASE_DIR / "fixtures" / KAIFENG).read_text("utf-8"))


@pytest.fixture
def directive():
    return load()


def found(plan, kind: Kind | None = None, day: date = DAY):
    standing = plan_standing(plan, at=at(day), today=day, with_submitted=True)
    return [row for row in findings_of(standing) if kind in {None, row.kind}]


def file_both(plan, august: str, september: str):
    """The figure of one target in two stages, the rest left out with an explanation."""
    first = Filer(plan, DEVELOPMENT)
    first.submit(AUGUST, figures={TARGET: august})
    second = Filer(plan, DEVELOPMENT, stage=1)
    second.submit(SEPTEMBER, figures={TARGET: september})
    return first, second


# -- the directive's own ------------------------------------------------------------------------------


def leaves_of_the_file():
    for task in PLAN_FILE["tasks"]:
        yield from task["items"] or [task]


def allocated_targets():
    for leaf in leaves_of_the_file():
        for target in leaf.get("targets", []):
            if target.get("allocations"):
                yield target, sum(row["minimum"] for row in target["allocations"])


def test_parts_that_do_not_sum_to_the_whole_are_those_of_the_file(directive):
    short = {t["name"] for t, s in allocated_targets() if t.get("minimum") not in {None, s}}
    wholeless = {t["name"] for t, _s in allocated_targets() if t.get("minimum") is None}
    assert short
    assert wholeless
    assert {row.subject.split(" ", 1)[1] for row in found(directive, Kind.PARTS)} == short
    assert {row.subject.split(" ", 1)[1] for row in found(directive, Kind.NO_WHOLE)} == wholeless


def test_both_sources_stand_side_by_side(directive):
    (row,) = found(directive, Kind.PARTS)
    whole, parts = row.sides
    assert whole.says.startswith("5")
    assert parts.says.startswith("2")
    assert whole.address == parts.address == reverse("leaf", args=[directive.pk, "t5-10"])


def test_the_known_contradictions_of_names_and_dates_are_found(directive):
    assert [row.sides[0].says for row in found(directive, Kind.NO_WORKDAY)] == ["2022年12月31日"]
    assert {row.subject for row in found(directive, Kind.NO_MEMBER)} == {
        "市营商环境服务中心",
        "市制造立市暨“万人助万企”工作专班办公室",
    }
    assert [row.sides[0].says for row in found(directive, Kind.POST)] == ["市委组织部副部长"]
    assert [row.subject for row in found(directive, Kind.PROPOSER)] == ["陶毓敏"]


def test_a_plan_without_contradictions_has_none(directive):
    Task.objects.get(plan=directive, key="t5-10").targets.all().delete()
    GroupMember.objects.filter(plan=directive).delete()
    directive.deadlines.filter(due_on="2022-12-31").update(due_on="2022-12-30")
    assert found(directive) == []


def test_a_shorter_limit_of_the_rules_is_a_finding_and_no_lateness(directive):
    assert found(directive, Kind.DATE_LIMIT) == []  # the rules for motions have no such limit
    Rule.objects.create(
        rule_set=directive.rule_set, key="answer", amount=3, measure="months", source="试"
    )
    (row,) = found(directive, Kind.DATE_LIMIT)
    assert day_words(add_months(directive.named_on, 3)) in row.sides[1].says
    standing = plan_standing(directive, at=NOW, today=DAY, with_submitted=True)
    assert {row.due_on for row in standing.deadlines if row.kind == "reply"} == {date(2022, 9, 19)}
    Rule.objects.filter(key="answer", rule_set=directive.rule_set).update(amount=12)
    assert found(directive, Kind.DATE_LIMIT) == []


# -- what was reported --------------------------------------------------------------------------------


def test_a_running_total_that_falls(directive):
    file_both(directive, "80", "70")
    (row,) = found(directive, Kind.FALLS)
    assert [side.says.split(" ")[0] for side in row.sides] == ["80", "70"]
    assert row.unit.name == DEVELOPMENT
    assert row.told  # the clerk explained the warning in the report
    assert all(side.address for side in row.sides)


def test_a_running_total_that_grows_is_none(directive):
    file_both(directive, "70", "80")
    assert found(directive, Kind.FALLS) == found(directive, Kind.RETOLD) == []


def test_one_day_told_twice_differently(directive):
    first = Filer(directive, DEVELOPMENT)
    first.submit(AUGUST, figures={TARGET: "80"}, as_of="2022-08-30")
    Filer(directive, DEVELOPMENT, stage=1).submit(
        SEPTEMBER, figures={TARGET: "85"}, as_of="2022-08-30"
    )
    assert len(found(directive, Kind.RETOLD)) == 1
    assert found(directive, Kind.FALLS) == []


def test_more_than_the_target(directive):
    target = Task.objects.get(plan=directive, key="t5-1").targets.get(name=TARGET[1])
    Filer(directive, DEVELOPMENT).submit(AUGUST, figures={TARGET: str(target.minimum + 1)})
    assert [row.subject for row in found(directive, Kind.OVER)] == ["5.1 年度投资"]


def test_complete_without_date_evidence_or_with_two_dates(directive):
    named = Milestone.objects.filter(task__plan=directive, task__key="t5-1").first().name
    first = Filer(directive, DEVELOPMENT)
    first.submit(AUGUST, figures={TARGET: "70"}, reached={named: None})
    assert [named in row.subject for row in found(directive, Kind.UNDATED)] == [True]
    assert found(directive, Kind.UNPROVEN) == []
    Part.objects.get(
        version=first.filing.latest_version, obligation__task__key="t5-1"
    ).milestone_results.update(evidence="", done_on=date(2022, 8, 1))
    assert len(found(directive, Kind.UNPROVEN)) == 1
    Filer(directive, DEVELOPMENT, stage=1).submit(
        SEPTEMBER, figures={TARGET: "80"}, reached={named: date(2022, 9, 1)}
    )
    (row,) = found(directive, Kind.DONE_TWICE)
    assert [side.says for side in row.sides] == ["2022年8月1日 完成", "2022年9月1日 完成"]


def test_closed_as_met_below_its_goal(directive):
    filer = Filer(directive, DEVELOPMENT)
    filer.submit(AUGUST, figures={TARGET: "70"})
    filer.accept(AUGUST)
    assert found(directive, Kind.RESULT) == []
    LeafClosing.objects.create(
        government=directive.government,
        task=Task.objects.get(plan=directive, key="t5-1"),
        result="met",
        closed_at=SEPTEMBER,
        closed_by_name="办公室",
    )
    assert [row.subject for row in found(directive, Kind.RESULT)] == ["5.1 年度投资"]
    assert found(directive, Kind.RESULT, day=date(2022, 9, 1)) == []


def shares(plan, *told: str):
    """What the allocated units of the 10亿 class would have written, beside the lead's own figure."""
    finance = Filer(plan, "市财政局")
    name = "年产值10亿元以上企业"
    finance.submit(AUGUST, figures={("5.10", name): "20"})
    standing = plan_standing(plan, at=NOW, today=DAY, with_submitted=True)
    leaf = next(row for row in standing.leaves if row.number == "5.10")
    target = next(row for row in leaf.targets if row.name == name)
    parts = target.allocations[: len(told)]
    rows = [
        next(
            row
            for row in standing.partners.of("contribution")
            if (row.leaf_id, row.unit.id, row.stage.number) == (leaf.id, part.unit.id, 1)
        )
        for part in parts
    ]
    written = {
        id(row): replace(row, figures={target.id: Decimal(value)})
        for row, value in zip(rows, told, strict=True)
    }
    partners = Partners(tuple(written.get(id(row), row) for row in standing.partners.rows))
    standing = replace(standing, of_leaves=partners)
    everyone = len(target.allocations)
    return everyone, [row for row in findings_of(standing) if row.kind == Kind.SHARES]


def test_counties_that_sum_to_more_than_their_lead_says(directive):
    _everyone, (row,) = shares(directive, "15", "6")
    assert [side.says.split(" ")[0] for side in row.sides] == ["20", "21"]
    assert row.unit.name == "市财政局"


def test_a_difference_that_the_report_explains_is_listed_with_its_words(directive):
    name = "年产值10亿元以上企业"
    Contributor(directive, "兰考县人民政府", "t5-10").submit(at("2022-08-16"), **{name: 25})
    Filer(directive, "市财政局").submit(AUGUST, figures={("5.10", name): "20"})
    (row,) = found(directive, Kind.SHARES)
    assert row.told == "情况属实。"
    assert line_of(directive, Kind.SHARES).is_explained


def test_counties_still_to_come_contradict_nothing(directive):
    assert shares(directive, "15")[1] == []


def test_all_counties_in_with_another_sum(directive):
    class_of_ten = next(t for t, _sum in allocated_targets() if "10亿" in t["name"])
    everyone, rows = shares(directive, *["1"] * len(class_of_ten["allocations"]))
    assert everyone == len(class_of_ten["allocations"]) < 20
    assert len(rows) == 1


def test_what_was_returned_or_recalled_is_no_source(directive):
    _first, second = file_both(directive, "80", "70")
    second.return_(SEPTEMBER, "t5-1")
    assert found(directive, Kind.FALLS) == []


def test_a_past_moment_shows_what_could_be_found_then(directive):
    file_both(directive, "80", "70")
    assert found(directive, Kind.FALLS, day=date(2022, 9, 15)) == []


def test_every_kind_has_its_words_and_each_check_stands_once():
    assert set(KIND_WORDS) == set(Kind)
    assert len(set(CHECKS)) == len(CHECKS)


# -- explaining ---------------------------------------------------------------------------------------


@pytest.fixture
def office(directive) -> Person:
    return person(directive.reviewing_unit_id, Role.OFFICE)


def explain(plan, who: Person, row, **changed: object):
    given = {"key": row.key, "digest": row.digest, "text": "其余由市里统筹。", "now": NOW}
    return explain_finding(plan=plan, by=who.user, access=who.access, **{**given, **changed})


def line_of(plan, kind: Kind, day: date = DAY):
    standing = plan_standing(plan, at=at(day, 23), today=day, with_submitted=True)
    return next(line for line in finding_lines(standing) if line.finding.kind == kind)


def test_an_explained_finding_stays_listed_as_explained(directive, office):
    (row,) = found(directive, Kind.PARTS)
    explain(directive, office, row)
    line = line_of(directive, Kind.PARTS)
    assert (line.is_explained, line.words) == (True, "其余由市里统筹。")
    assert line.by_name == office.user.name
    assert not line_of(directive, Kind.PARTS, day=date(2022, 10, 9)).is_explained


def test_it_holds_only_for_the_facts_it_was_given_for(directive, office):
    (row,) = found(directive, Kind.PARTS)
    explain(directive, office, row)
    target = Task.objects.get(plan=directive, key="t5-10").targets.get(
        name=row.subject.split(" ", 1)[1]
    )
    target.minimum = 6
    target.save()
    line = line_of(directive, Kind.PARTS)
    assert not line.is_explained
    assert line.earlier.text == "其余由市里统筹。"
    with pytest.raises(FindingGoneError):
        explain(directive, office, row)


def test_the_unit_explains_what_it_reported_and_the_office_the_directive(directive, office):
    first, _second = file_both(directive, "80", "70")
    (falls,) = found(directive, Kind.FALLS)
    (parts,) = found(directive, Kind.PARTS)
    explain(directive, first.clerk, falls)
    with pytest.raises(NotAllowedError):
        explain(directive, office, falls)
    with pytest.raises(NotVisibleError):
        explain(directive, first.clerk, parts)
    bureau = person(directive.supervisor_unit_id, Role.SUPERVISOR)
    with pytest.raises(NotAllowedError):
        explain(directive, bureau, parts)
    assert FindingExplanation.objects.count() == 1


@pytest.mark.parametrize("text", ["", "  \n", "长" * 5_001], ids=["empty", "blank", "too long"])
def test_words_are_needed_and_bounded(directive, office, text):
    (row,) = found(directive, Kind.PARTS)
    with pytest.raises(ExplanationRefusedError):
        explain(directive, office, row, text=text)
    assert not FindingExplanation.objects.exists()


def test_nothing_is_corrected_by_words(directive, office):
    before = [row.facts for row in found(directive)]
    explain(directive, office, found(directive, Kind.PARTS)[0])
    assert [row.facts for row in found(directive)] == before


# -- pages and files ----------------------------------------------------------------------------------


def page(who: Person, plan, name: str = "findings"):
    client = Client()
    client.force_login(who.user)
    return client.get(reverse(name, args=[plan.pk]))


@pytest.mark.usefixtures("in_october")
def test_readers_see_all_and_a_unit_what_concerns_it(directive, office):
    first, _second = file_both(directive, "80", "70")
    other = Filer(directive, "市商务局")
    texts = {
        name: page(who, directive).content.decode()
        for name, who in {"office": office, "own": first.clerk, "other": other.clerk}.items()
    }
    falls, parts = (str(KIND_WORDS[kind]) for kind in (Kind.FALLS, Kind.PARTS))
    seen = {name: (falls in text, parts in text) for name, text in texts.items()}
    assert seen == {"office": (True, True), "own": (True, False), "other": (False, False)}
    abroad = person(load(SECOND_CITY).reviewing_unit_id, Role.OFFICE)
    assert page(abroad, directive).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.usefixtures("in_october")
def test_words_missing_the_page_comes_back_and_the_rest_is_noted(directive, office):
    client = Client()
    client.force_login(office.user)
    (row,) = found(directive, Kind.PARTS)
    address = reverse("finding_explain", args=[directive.pk])
    sent = {"key": row.key, "digest": row.digest, "reason": "长" * 5_001}
    refused = client.post(address, sent)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "长" * 5_001 in refused.content.decode()
    assert client.post(address, sent | {"reason": "统筹。"}).status_code == HTTPStatus.FOUND
    assert "已说明" in client.get(reverse("findings", args=[directive.pk])).content.decode()
    assert client.post(address, sent | {"key": "x"}).status_code == HTTPStatus.CONFLICT


@pytest.mark.usefixtures("in_october")
def test_board_and_ledger_count_the_same(directive, office):
    standing = plan_standing(directive, at=NOW, today=DAY, with_submitted=True)
    count = count_of(finding_lines(standing))
    board = page(office, directive, "board").content.decode()
    assert f"待说明 {count.open} 处" in board
    table = next(t for t in ledger_tables(ledger_of(standing)) if t.key == "findings")
    assert len(table.rows) == count.total


def test_as_many_queries_with_much_filed_as_with_nothing(directive):
    def queries() -> int:
        standing = plan_standing(directive, at=NOW, today=DAY, with_submitted=True)
        with CaptureQueriesContext(connection) as seen:
            finding_lines(standing)
        return len(seen)

    file_both(directive, "80", "70")
    few = queries()
    for unit in ("市商务局", "市农业农村局"):
        Filer(directive, unit).submit(AUGUST)
    other = deepcopy(read_plan_file(json.dumps(PLAN_FILE).encode()))
    other["id"] = "other"
    load_plan(other)
    assert queries() == few
