from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from motions.models import GroupMember
from tasks.selectors import plan_work
from tests.playing import load
from units.demo import PEOPLE, demo_password, demo_sign_ins, load_demo_people
from units.models import Membership, User
from units.roles import Role

if TYPE_CHECKING:
    from motions.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return load()


def sample_people() -> list[dict[str, Any]]:
    return json.loads((settings.BASE_DIR / PEOPLE).read_text("utf-8"))["people"]


def test_people_are_added_once(plan: Plan):
    assert load_demo_people() == len(sample_people())
    assert load_demo_people() == 0
    assert User.objects.filter(is_sample=True).count() == len(sample_people())


def test_every_lead_unit_has_a_clerk_and_a_head_and_every_role_somebody(plan: Plan):
    load_demo_people()
    for role in (Role.CLERK, Role.HEAD):
        units = set(Membership.objects.filter(role=role).values_list("unit__name", flat=True))
        assert units >= set(plan_work(plan).lead_units)
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)


def test_one_person_is_clerk_and_office_of_the_same_bureau(plan: Plan):
    load_demo_people()
    posts = Membership.objects.filter(user__username="gongxin-office")
    assert {(m.unit_id, m.role) for m in posts} == {
        (plan.office_unit_id, Role.CLERK),
        (plan.office_unit_id, Role.OFFICE),
    }


def test_nobody_bears_the_name_of_a_person_in_the_directive(plan: Plan):
    load_demo_people()
    real = set(GroupMember.objects.values_list("name", flat=True)) | {"陶毓敏", "肖卫国"}
    for user in User.objects.filter(is_sample=True):
        assert user.name.endswith("（演示）")
        assert user.name.removesuffix("（演示）") not in real


def test_production_takes_no_sample_people(plan: Plan, settings: Any):
    settings.IN_PRODUCTION = True
    with pytest.raises(CommandError, match="正式运行"):
        call_command("load_demo_people")
    assert demo_sign_ins() == []


def test_without_the_plan_the_command_says_what_to_do_first():
    with pytest.raises(CommandError, match="先装入计划"):
        call_command("load_demo_people")


def test_a_real_person_of_the_same_name_is_left_alone(plan: Plan):
    User.objects.create(username="office-1", name="真人")
    with pytest.raises(CommandError, match="office-1"):
        call_command("load_demo_people")
    assert not User.objects.filter(is_sample=True).exists()


def columns_before(line: str, text: str) -> int:
    """Chinese characters take two columns of a terminal and two bytes in GB 18030."""
    return len(line[: line.rindex(text)].encode("gb18030"))


def test_the_list_is_aligned_for_chinese_too(plan: Plan, capsys: pytest.CaptureFixture[str]):
    load_demo_people()
    call_command("load_demo_people", "--list")
    password, _empty, header, _rule, *rows = capsys.readouterr().out.splitlines()
    assert demo_password() in password
    starts = {
        columns_before(line, person.posts[0])
        for line, person in zip(rows, demo_sign_ins(), strict=True)
        if len(person.posts) == 1
    }
    assert starts == {columns_before(header, "单位与角色")}
