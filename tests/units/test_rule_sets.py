"""The limits are data: another government's rules give other dates, and no line of code changes."""

from __future__ import annotations

import json
from http import HTTPStatus
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from common.limits import Limit
from tasks.models import Obligation
from tests.playing import SECOND_CITY, Player, at, load, person
from units.models import Rule, RuleSet
from units.roles import Role
from units.rule_sets import RuleSetRefusedError, read_rule_set, shipped_rule_sets
from units.selectors import RuleMissingError, limit, limit_of, rule_set_for, work_calendar
from units.services import open_government

if TYPE_CHECKING:
    from motions.models import Plan

pytestmark = pytest.mark.django_db

CITY = "洛河市人民政府"
SECOND = Path(settings.BASE_DIR) / "fixtures" / "rule-sets" / "more" / "luohe-motion-demo.json"
SUBMITTED, RETURNED = at("2022-06-13"), at("2022-06-15")


def content():
    return json.loads(SECOND.read_text("utf-8"))


def rules_of(found):
    return {rule["key"]: Limit(rule["amount"], rule["measure"]) for rule in found["rules"]}


HENAN = next(found for found in shipped_rule_sets() if found["kind"] == "motion")


def add(file=SECOND, **options) -> str:  # noqa: ANN003 - the command's own
    out = StringIO()
    call_command("add_rule_set", file, government=CITY, stdout=out, **options)
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
        call_command("add_rule_set", SECOND, government="别的市人民政府")
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
