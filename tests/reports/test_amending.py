"""A changed plan file: shown first, then applied; nothing owed is lost, and every version stays."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Q

from common.errors import NotAllowedError, NotVisibleError
from events.errors import ReasonMissingError
from motions.models import Deadline, PlanVersion
from notifications.models import Message
from reports.errors import WithdrawnError
from reports.models import Part
from reports.services.amending import amend, amend_by_page
from tasks.models import Assignment, Milestone, Obligation, Target, Task
from tasks.planfile.amend import preview_amendment
from tasks.planfile.changes import Kind
from tasks.planfile.errors import (
    NothingChangedError,
    PlanFileRefusedError,
    PlanNotLoadedError,
    PlanSeenError,
)
from tasks.planfile.export import export_plan
from tasks.planfile.load import load_plan
from tasks.planfile.read import read_plan_file
from tasks.redating import days_before, put_back
from tests.playing import Player, at, person
from tests.tasks.contents import KAIFENG, as_file, changed, content, load, raw
from tests.tasks.handing import Desk
from units.roles import Role

pytestmark = pytest.mark.django_db

WHEN = at("2022-09-05")
TWO_LEADS = "t5-5"  # led by three units


@pytest.fixture
def plan():
    return load(raw(KAIFENG))


def task_of(value, key):
    every = [row for task in value["tasks"] for row in (task, *task["items"])]
    return next(row for row in every if row["key"] == key)


def amended(change, reason="文件修改"):
    """Apply to the plan as it stands now."""
    value = json.loads(json.dumps(current(), default=float))
    change(value)
    return amend(content=read_plan_file(as_file(value)), reason=reason, now=WHEN)


def current():
    return export_plan(load_plan_of())


def load_plan_of():
    return Deadline.objects.first().plan


def with_new_leaf(value):
    leaf = deepcopy(task_of(value, "t5-9"))
    leaf.update(key="t5-12", number="5.12", title="新增事项", milestones=[], targets=[])
    task_of(value, "t5")["items"].append(leaf)


def moved(value):
    value["deadlines"][-1]["due"] = "2022-12-20"


def without(key):
    def change(value):
        for task in value["tasks"]:
            task["items"] = [row for row in task["items"] if row["key"] != key]
        value["tasks"] = [task for task in value["tasks"] if task["key"] != key]

    return change


def raised(value):
    target = next(t for t in task_of(value, "t5-1")["targets"] if t["name"] == "年度投资")
    target["minimum"] += 20


ALL = [with_new_leaf, moved, without("t5-11"), raised]


@pytest.mark.both_databases
@pytest.mark.parametrize("change", ALL)
def test_the_amended_file_is_what_is_exported_and_loads_as_the_same(plan, change):
    value = content(KAIFENG)
    change(value)
    file = read_plan_file(as_file(value))
    amend(content=file, reason="调整", now=WHEN)

    plan.refresh_from_db()
    assert plan.version == 2
    assert export_plan(plan) == file
    assert load_plan(file).is_new is False


def test_earlier_versions_can_be_had_back(plan, tmp_path):
    amended(raised)
    amended(moved)
    for number, name in ((1, "one"), (2, "two"), (3, "three")):
        call_command("export_plan", plan.slug, f"--version={number}", f"--output={tmp_path / name}")
    read = {name: json.loads((tmp_path / name).read_bytes()) for name in ("one", "two", "three")}
    assert read["one"] == json.loads(raw(KAIFENG))
    assert read["two"] == json.loads(changed(raised, KAIFENG))
    assert read["three"]["deadlines"][-1]["due"] == "2022-12-20"
    with pytest.raises(CommandError, match="no version 9"):
        call_command("export_plan", plan.slug, "--version=9")


def test_a_look_changes_nothing(plan, tmp_path):
    file = tmp_path / "changed.json"
    file.write_bytes(changed(without("t5-11"), KAIFENG))
    before = sorted(Obligation.objects.values_list("key", "due_on", "withdrawn_at"))
    out = StringIO()
    call_command("load_plan", file, "--amend", stdout=out)

    assert sorted(Obligation.objects.values_list("key", "due_on", "withdrawn_at")) == before
    assert "5.11" in out.getvalue()
    assert "撤销" in out.getvalue()
    plan.refresh_from_db()
    assert plan.version == 1


def test_the_command_shows_and_with_yes_does(plan, tmp_path):
    file = tmp_path / "changed.json"
    file.write_bytes(changed(moved, KAIFENG))
    out = StringIO()
    call_command("load_plan", file, "--amend", "--yes", "--reason=提前", stdout=out)

    assert "2022-12-31 → 2022-12-20" in out.getvalue()
    plan.refresh_from_db()
    assert plan.version == 2
    assert plan.versions.get(number=2).reason == "提前"


@pytest.mark.parametrize("change", ALL)
def test_what_is_shown_is_what_is_done(plan, change):
    value = content(KAIFENG)
    change(value)
    file = read_plan_file(as_file(value))
    shown = preview_amendment(file, now=WHEN)
    done = amend(content=file, reason="调整", now=WHEN)

    assert shown.changes == done.changes
    assert keys(shown) == keys(done)


def keys(amendment):
    owed = amendment.owed
    return (
        [row.key for row in owed.added],
        [(row.key, was, row.due_on) for row, was in owed.redated],
        [row.key for row in owed.withdrawn],
    )


def test_what_was_handed_out_follows(plan):
    desk = Desk(plan)
    amended(with_new_leaf)
    assert not Assignment.objects.exists()
    desk.hand_out(at("2022-09-01"))
    before = set(Assignment.objects.values_list("pk", flat=True))
    desk.return_(desk.one("市工业和信息化局", "5.11"), at("2022-09-02"))

    amended(without("t5-11"))
    gone = Assignment.objects.filter(task__key="t5-11")
    assert {row.status for row in gone} == {"withdrawn"}
    assert not Obligation.objects.open().filter(receipts_of(gone)).exists()
    assert not Obligation.objects.open().filter(kind="reassignment").exists()
    assert set(Assignment.objects.values_list("pk", flat=True)) == before

    def handed_to_commerce(value):
        task_of(value, "t5-9")["responsible_units"].append("市商务局")

    amended(handed_to_commerce)
    (fresh,) = Assignment.objects.exclude(pk__in=before)
    assert (fresh.unit.name, fresh.role, fresh.status) == (
        "市商务局",
        "responsible",
        "awaiting_receipt",
    )
    assert fresh.receipt.is_open


def receipts_of(assignments):
    return Q(pk__in=assignments.values("receipt"))


def test_a_moment_before_it_has_the_day_that_was_in_force_then(plan):
    amended(moved)
    for moment, due_on in ((at("2022-09-04"), "2022-12-31"), (WHEN, "2022-12-20")):
        rows = list(Obligation.objects.filter(kind="filing", original_due_on="2022-12-31"))
        put_back(rows, days_before(plan, moment))
        assert {row.due_on.isoformat() for row in rows} == {due_on}


def test_a_new_leaf_is_owed_at_the_stages_to_come_only(plan):
    amendment = amended(with_new_leaf)
    leads = len(task_of(content(KAIFENG), "t5-9")["lead_units"])
    parts = Obligation.objects.filter(kind="part", task__key="t5-12")
    assert {row.due_on for row in parts} == {date(2022, 9, 30), date(2022, 12, 31)}
    assert parts.count() == leads * 2 == len([r for r in amendment.owed.added if r.kind == "part"])
    assert all(row.plan_version == 2 and row.parent.unit_id == row.unit_id for row in parts)
    assert {change.kind for change in amendment.changes} == {Kind.ADDED}


def test_a_moved_date_moves_what_is_owed_by_it_and_keeps_the_printed_one(plan):
    amended(moved, "提前报送")
    rows = Obligation.objects.filter(kind__in=("filing", "part"), deadline__due_on="2022-12-20")
    assert rows
    for row in rows:
        assert (row.original_due_on, row.due_on) == (date(2022, 12, 31), date(2022, 12, 20))
        assert (row.reason, row.plan_version) == ("提前报送", 2)
    assert Obligation.objects.filter(due_on="2022-08-31").exists()


def test_what_was_handed_in_is_neither_moved_nor_withdrawn(plan):
    player = Player(plan, "市财政局")
    player.submit(at("2022-08-30"))
    met = list(Obligation.objects.filter(met_at__isnull=False).values_list("key", "due_on"))

    def change(value):
        value["deadlines"][0]["due"] = "2022-08-20"

    amended(change)
    for key, due_on in met:
        row = Obligation.objects.get(plan=plan, key=key)
        assert (row.due_on, row.withdrawn_at, row.plan_version) == (due_on, None, 1)


def led_by(plan, unit):
    parts = Obligation.objects.filter(plan=plan, kind="part", unit__name=unit)
    return sorted({row.task.key for row in parts.select_related("task")})


def test_a_leaf_that_was_filed_is_withdrawn_and_stays_readable(plan):
    player = Player(plan, "市财政局")
    player.submit(at("2022-08-30"))
    player.accept(at("2022-08-31"))
    key = led_by(plan, "市财政局")[0]
    filed = Part.objects.filter(obligation__task__key=key, version__number__isnull=False)
    words = filed.first().narrative
    amended(without(key), "不再办理")

    assert not Task.objects.filter(key=key).exists()
    leaf = Task.with_withdrawn.get(key=key)
    assert leaf.withdrawn_at == WHEN
    assert filed.first().narrative == words
    owed = Obligation.objects.filter(task=leaf, kind="part")
    assert {row.met_at is None for row in owed if row.withdrawn_at} == {True}
    assert {row.withdrawn_at for row in owed if row.met_at} == {None}
    assert {row.reason for row in owed if row.withdrawn_at} == {"不再办理"}


def test_a_draft_gets_the_new_part_and_loses_only_the_untouched_one(plan):
    unit = task_of(content(KAIFENG), "t5-9")["lead_units"][0]
    player = Player(plan, unit, stage=1)
    player.start(at("2022-09-02"))
    revision = player.filing.draft.revision
    first, second = player.draft_parts()[:2]
    player.save(first, player._content(first, at("2022-09-02"), share="0.5", nil=False), WHEN)

    def change(value):
        without(first.obligation.task.key)(value)
        if second.obligation.task.key != "t5-9":
            without(second.obligation.task.key)(value)
        with_new_leaf(value)

    amended(change)
    left = {part.obligation.task.key for part in player.draft_parts()}
    assert first.obligation.task.key in left
    assert "t5-12" in left
    if second.obligation.task.key != "t5-9":
        assert second.obligation.task.key not in left
    assert player.filing.draft.revision > revision


def test_a_report_nobody_asks_for_any_more_cannot_go_on(plan):
    player = Player(plan, "市财政局", stage=2)
    player.start(at("2022-09-02"))

    def change(value):
        for key in led_by(plan, "市财政局"):
            leads = task_of(value, key)["lead_units"]
            others = [unit for unit in leads if unit != "市财政局"]
            task_of(value, key)["lead_units"] = others or ["市商务局"]

    amended(change, "改由市商务局牵头")
    assert player.owed.withdrawn_at == WHEN
    with pytest.raises(WithdrawnError, match="改由市商务局牵头"):
        player.send(WHEN)


def test_a_target_withdrawn_and_asked_for_again_is_the_same_target(plan):
    target = Target.objects.get(task__key="t5-1", name="年度投资")

    def drop(value):
        leaf = task_of(value, "t5-1")
        leaf["targets"] = [row for row in leaf["targets"] if row["name"] != "年度投资"]

    amended(drop)
    assert not Target.objects.filter(pk=target.pk).exists()

    def again(value):
        rows = task_of(content(KAIFENG), "t5-1")["targets"]
        task_of(value, "t5-1")["targets"] = json.loads(json.dumps(rows, default=float))

    amended(again)
    assert Target.objects.get(task__key="t5-1", name="年度投资").pk == target.pk
    assert export_plan(plan) == content(KAIFENG)


def test_a_milestone_added_under_a_plan_says_when(plan):
    def change(value):
        task_of(value, "t5-1")["milestones"].append({"kind": "started", "name": "增列项目"})

    amended(change)
    assert Milestone.objects.get(name="增列项目").added_on == date(2022, 9, 5)
    assert set(Milestone.objects.exclude(name="增列项目").values_list("added_on")) == {(None,)}


def test_a_withdrawn_leaf_that_comes_back_is_owed_again(plan):
    amended(without("t5-11"))
    leaf = json.loads(json.dumps(task_of(content(KAIFENG), "t5-11"), default=float))
    amendment = amended(lambda value: task_of(value, "t5")["items"].append(leaf))
    parts = Obligation.objects.in_force().filter(task__key="t5-11", kind="part")
    assert len(parts) == 3 * len(task_of(content(KAIFENG), "t5-11")["lead_units"])
    assert {was for _row, was in amendment.owed.redated} == {None}


def test_the_units_concerned_are_told_once(plan):
    finance = Player(plan, "市财政局")
    amended(moved)
    told = Message.objects.filter(recipient=finance.clerk.user, channel="inbox")
    assert [row.subject for row in told] == [f"{plan} 已修改（第2版）"]


# -- refused -----------------------------------------------------------------------------------------


def refused(change, match):
    before = PlanVersion.objects.count(), Task.objects.count()
    with pytest.raises(PlanFileRefusedError, match=match):
        amended(change)
    assert (PlanVersion.objects.count(), Task.objects.count()) == before


def test_a_leaf_does_not_fall_into_parts(plan):
    def change(value):
        part = deepcopy(task_of(value, "t5-9"))
        part.update(key="t1-1", number="1.1")
        task_of(value, "t1")["items"] = [part]

    refused(change, r"tasks\[0\]")


def test_a_leaf_does_not_move_to_another_task(plan):
    def change(value):
        leaf = task_of(value, "t5-9")
        without("t5-9")(value)
        value["tasks"].append(leaf)

    refused(change, "t5-9")


def test_motions_and_deputies_do_not_go(plan):
    refused(lambda value: value["motions"].pop(), "motions")
    refused(lambda value: value["motions"][0].update(proposers=3), r"motions\[0\].proposers")


def test_a_stage_somebody_reported_for_does_not_go(plan):
    Player(plan, "市财政局").submit(at("2022-08-30"))
    refused(lambda value: value["deadlines"].pop(0), "2022-08-31")


def test_nothing_to_change_and_nothing_to_amend(plan):
    with pytest.raises(NothingChangedError):
        amended(lambda value: None)
    with pytest.raises(PlanNotLoadedError):
        amend(content=read_plan_file(raw()), reason="", now=WHEN)


def test_only_the_office_and_the_administrator_may(plan):
    file = read_plan_file(changed(moved, KAIFENG))
    other = load(raw())

    def by(somebody, plan_id=plan.pk, reason="改期", seen_version=1):
        return amend_by_page(
            plan_id=plan_id,
            content=file,
            reason=reason,
            seen_version=seen_version,
            by=somebody.user,
            access=somebody.access,
            now=WHEN,
        )

    for stranger in (
        person(plan.reviewing_unit_id, Role.CLERK),
        person(plan.supervisor_unit_id, Role.SUPERVISOR),
        person(other.reviewing_unit_id, Role.OFFICE),
        person(other.reviewing_unit_id, Role.SYSTEM_ADMIN),
    ):
        with pytest.raises(NotAllowedError):
            by(stranger)
    office = person(plan.reviewing_unit_id, Role.OFFICE)
    with pytest.raises(ReasonMissingError):
        by(office, reason="  ")
    with pytest.raises(NotVisibleError):
        by(office, plan_id=other.pk)
    with pytest.raises(PlanSeenError):
        by(office, seen_version=2)
    assert by(office).plan.versions.get(number=2).by_name == office.user.name
