"""The limits are data: another government's rules give other dates, and no line of code changes."""

from __future__ import annotations

import json
from datetime import date
from http import HTTPStatus
from importlib import import_module
from io import StringIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.utils import timezone

from common.limits import Limit
from dashboards.crosscheck import findings_of
from dashboards.crosscheck.shapes import Kind
from dashboards.standing import plan_standing
from tasks.models import Obligation
from tasks.planfile.amend import amend_plan
from tasks.planfile.errors import PlanFileRefusedError
from tasks.planfile.export import export_plan
from tasks.planfile.load import load_plan
from tasks.planfile.read_workbook import read_plan_workbook
from tasks.planfile.write_workbook import write_plan_workbook
from tasks.rules import OtherRuleSetError, use_rule_set
from tests.playing import SECOND_CITY, Player, at, load, person
from tests.tasks import contents
from units.models import Rule, RuleSet
from units.roles import Role
from units.rule_sets import RuleSetRefusedError, read_rule_set, shipped_rule_sets
from units.selectors import RuleMissingError, limit, limit_of, rule_set_for, work_calendar
from units.services import open_government

if TYPE_CHECKING:
    from motions.models import Plan

pytestmark = pytest.mark.django_db

CITY = "洛河市人民政府"
SUBMITTED, RETURNED = at("2022-06-13"), at("2022-06-15")


HENAN = next(found for found in shipped_rule_sets() if found["kind"] == "motion")
SUGGESTIONS = next(found for found in shipped_rule_sets() if found["kind"] == "suggestion")
MEASURES = {"working_days": "days", "days": "months", "months": "working_days"}


def content():
    """Another set for motions: every limit longer by one and in another measure."""
    rules = [
        {**rule, "amount": rule["amount"] + 1, "measure": MEASURES.get(rule["measure"], "percent")}
        for rule in HENAN["rules"]
    ]
    return {"name": "另一套议案办理时限", "kind": "motion", "rules": rules}


def rules_of(found):
    return {rule["key"]: Limit(rule["amount"], rule["measure"]) for rule in found["rules"]}


def add(file=None, **options) -> str:  # noqa: ANN003 - the command's own
    out = StringIO()
    with NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as second:
        json.dump(content(), second, ensure_ascii=False)
        second.flush()
        options = {"government": CITY, "stdout": out, **options}
        call_command("add_rule_set", file or Path(second.name), **options)
    return out.getvalue()


def lead(plan: Plan) -> str:
    return Obligation.objects.filter(plan=plan, kind="filing").first().unit.name


def dates_of_a_return(plan: Plan) -> dict[str, object]:
    """When the review, and after a return the correction, are due."""
    player = Player(plan, lead(plan))
    player.submit(SUBMITTED)
    player.open(RETURNED)
    leaf = player.filing.latest_version.parts.first().obligation.task.key
    player.decide(RETURNED, returned=(leaf,))
    rows = Obligation.objects.filter(parent=player.obligation)
    return {kind: rows.get(kind=kind).due_on for kind in ("review", "correction")}


@pytest.mark.parametrize("found", [HENAN, content()], ids=["henan", "another"])
def test_dates_come_out_of_the_rules(found):
    open_government(name=CITY)
    if found != HENAN:
        add()
    plan = load(SECOND_CITY)
    rules, calendar = rules_of(found), work_calendar(plan.government_id)
    assert dates_of_a_return(plan) == {
        "review": rules["review_after_submission"].after(timezone.localdate(SUBMITTED), calendar),
        "correction": rules["correction_after_return"].after(
            timezone.localdate(RETURNED), calendar
        ),
    }
    assert limit(plan.rule_set_id, "pace_amber_from") == rules["pace_amber_from"].amount


def test_the_two_differ_in_every_measure():
    henan, second = rules_of(HENAN), rules_of(content())
    assert {rule.measure for rule in second.values()} == {
        "working_days",
        "days",
        "months",
        "percent",
    }
    assert all(second[key] != rule for key, rule in henan.items())


def of_kind(kind: str, *, prints_a_reply: bool = True) -> Plan:
    """The second city's plan, which chooses its rule set by what it says it is about."""

    def change(value: dict[str, Any]) -> None:
        value["kind"] = kind
        if not prints_a_reply:
            value["deadlines"] = [row for row in value["deadlines"] if row["kind"] != "reply"]

    return contents.load(contents.changed(change))


def replies_due(plan: Plan) -> set[date]:
    return set(Obligation.objects.filter(plan=plan, kind="reply").values_list("due_on", flat=True))


def test_a_plan_of_suggestions_goes_by_the_rules_for_suggestions():
    """Three months from the directive of 21 February: where it prints no date, that is the date."""
    plan = of_kind("suggestion", prints_a_reply=False)
    assert plan.rule_set.name == SUGGESTIONS["name"]
    assert rules_of(SUGGESTIONS)["answer"] == Limit(3, "months")
    assert replies_due(plan) == {date(2022, 5, 21)}
    today = date(2022, 5, 1)
    standing = plan_standing(plan, at=at(today), today=today, with_submitted=True)
    (ahead,) = (row for row in standing.deadlines if row.kind == "reply")
    assert (ahead.due_on, ahead.open, ahead.total) == (date(2022, 5, 21), 1, 1)
    assert standing.replies.answered.base == 1


def test_the_same_plan_of_motions_owes_no_reply_by_rule():
    assert replies_due(of_kind("motion", prints_a_reply=False)) == set()


def test_a_printed_date_prevails_and_the_shorter_limit_is_a_finding():
    plan = of_kind("suggestion")
    assert replies_due(plan) == {date(2022, 7, 29)}
    today = date(2022, 6, 1)
    standing = plan_standing(plan, at=at(today), today=today, with_submitted=True)
    (row,) = (row for row in findings_of(standing) if row.kind == Kind.DATE_LIMIT)
    assert "2022年5月21日" in row.sides[1].says


def test_what_a_plan_is_about_goes_round_and_is_not_amended():
    plan = of_kind("suggestion")
    exported = export_plan(plan)
    assert exported["kind"] == "suggestion"
    assert read_plan_workbook(write_plan_workbook(exported)) == exported
    assert not load_plan(exported).is_new
    without = {key: value for key, value in exported.items() if key != "kind"}
    with pytest.raises(PlanFileRefusedError, match="add_rule_set"):
        amend_plan(content=without, reason="", now=at("2022-06-01"))
    with pytest.raises(OtherRuleSetError):
        use_rule_set(
            plan_id=plan.pk,
            rule_set=rule_set_for(plan.government, RuleSet.Kind.MOTION),
            now=at("2022-06-01"),
        )


def test_a_government_opened_before_a_rule_was_added_gets_it_and_keeps_its_own():
    plan = load(SECOND_CITY)
    Rule.objects.filter(rule_set__government=plan.government, key="keeper_wait").delete()
    Rule.objects.filter(rule_set=plan.rule_set, key="rating_after_reply").update(amount=15)
    migration = import_module("units.migrations.0002_rules_added_since")
    before = MigrationLoader(connection).project_state([("units", "0001_tables")])
    migration.add_missing(before.apps, None)
    assert limit_of(plan.rule_set_id, "keeper_wait") == rules_of(HENAN)["keeper_wait"]
    assert limit(plan.rule_set_id, "rating_after_reply") == 15
    assert Rule.history.filter(rule_set=plan.rule_set, key="keeper_wait").count() == 3


def test_plans_loaded_before_keep_their_rules_until_told():
    plan = load(SECOND_CITY)
    add()
    plan.refresh_from_db()
    assert plan.rule_set.name == HENAN["name"]
    assert rule_set_for(plan.government, RuleSet.Kind.MOTION).name == content()["name"]
    add(plan=plan.slug)
    plan.refresh_from_db()
    assert plan.rule_set.name == content()["name"]
    assert RuleSet.objects.filter(government=plan.government, kind="motion").count() == 2


def test_inner_dates_follow_the_rules_of_the_plan():
    plan = load(SECOND_CITY)
    inner = Obligation.objects.filter(plan=plan, kind__in=("contribution", "co_signature"))
    add(plan=plan.slug)
    rules, calendar = rules_of(content()), work_calendar(plan.government_id)
    for row in inner.select_related("deadline"):
        rule = rules[f"{row.kind}_before_stage"]
        assert row.due_on == rule.before(row.deadline.due_on, calendar)


def test_the_shipped_rule_stands_in_for_one_that_a_set_lacks():
    plan = load(SECOND_CITY)
    add(plan=plan.slug)
    plan.refresh_from_db()
    Rule.objects.filter(rule_set=plan.rule_set, key="check_of_notice").delete()
    assert limit_of(plan.rule_set_id, "check_of_notice") == rules_of(HENAN)["check_of_notice"]


def test_a_rule_that_nobody_knows_is_refused_in_words():
    plan = load(SECOND_CITY)
    with pytest.raises(RuleMissingError, match="no_such_rule"):
        limit_of(plan.rule_set_id, "no_such_rule")


def test_a_set_of_the_same_name_is_brought_up_to_date(tmp_path):
    load(SECOND_CITY)
    add()
    changed = content()
    changed["rules"][0]["amount"] = 7
    file = tmp_path / "rules.json"
    file.write_text(json.dumps(changed, ensure_ascii=False), "utf-8")
    add(file)
    rule = Rule.objects.get(rule_set__name=changed["name"], key=changed["rules"][0]["key"])
    assert rule.amount == 7
    assert rule.history.count() == 2


# -- refused -----------------------------------------------------------------------------------------


def without_a_rule(value):
    del value["rules"][0]


def twice(value):
    value["rules"].append(value["rules"][0])


def setting(name, found):
    def change(value):
        value["rules"][0][name] = found

    return change


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (without_a_rule, "refusal_after_hand_out"),
        (twice, "refusal_after_hand_out"),
        (setting("amount", -1), r"rules\[0\].amount"),
        (setting("amount", "five"), r"rules\[0\].amount"),
        (setting("measure", "weeks"), r"rules\[0\].measure"),
        (setting("measure", "percent"), r"rules\[0\].measure"),
        (setting("source", " "), r"rules\[0\].source"),
        (lambda value: value.update(kind="law"), "kind"),
        (lambda value: value.update(name=""), "name"),
        (lambda value: value.update(rules="none"), r"\$"),
    ],
)
def test_a_wrong_file_is_refused_whole(change, place):
    value = content()
    change(value)
    with pytest.raises(RuleSetRefusedError, match=place):
        read_rule_set(json.dumps(value).encode())


def test_the_command_says_what_is_wrong_and_adds_nothing(tmp_path):
    load(SECOND_CITY)
    count = RuleSet.objects.count()
    broken = tmp_path / "broken.json"
    broken.write_bytes(b"{")
    with pytest.raises(CommandError, match="JSON"):
        add(broken)
    with pytest.raises(CommandError, match="no such plan"):
        add(plan="nowhere")
    with pytest.raises(CommandError, match="no such government"):
        add(government="别的市人民政府")
    assert RuleSet.objects.count() == count


# -- the administrator's page ------------------------------------------------------------------------


def test_the_administrator_sees_and_changes_the_rules_of_the_own_government():
    plan = load(SECOND_CITY)
    client = Client()
    client.force_login(person(plan.host_unit_id, Role.SYSTEM_ADMIN).user)
    address = f"/admin/units/ruleset/{plan.rule_set_id}/change/"
    page = client.get(address).content.decode()
    for rule in HENAN["rules"]:
        assert rule["key"] in page
        assert rule["source"] in page
    rules = list(plan.rule_set.rules.order_by("pk"))
    data = {
        "name": plan.rule_set.name,
        "rules-TOTAL_FORMS": len(rules),
        "rules-INITIAL_FORMS": len(rules),
        "rules-MIN_NUM_FORMS": 0,
        "rules-MAX_NUM_FORMS": len(rules),
    }
    for place, rule in enumerate(rules):
        for name in ("id", "amount", "measure", "source"):
            data[f"rules-{place}-{name}"] = getattr(rule, name)
        data[f"rules-{place}-rule_set"] = plan.rule_set_id
    share = client.post(address, data | {"rules-0-measure": "percent"})
    assert share.status_code == HTTPStatus.OK
    assert "百分比" in share.content.decode()
    done = client.post(address, data | {"rules-0-amount": 4, "rules-0-measure": "months"})
    assert done.status_code == HTTPStatus.FOUND
    rules[0].refresh_from_db()
    assert (rules[0].amount, rules[0].measure) == (4, "months")
    assert client.get("/admin/units/ruleset/add/").status_code == HTTPStatus.FORBIDDEN
