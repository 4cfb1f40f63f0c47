"""The shipped plan files: their shape, their inner rules, and every fact of the directive.

The facts come from `directive_facts`, typed from the directive and never from the fixture.
Nothing here needs Django or a database.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from jsonschema import Draft202012Validator

from tests import directive_facts as facts

if TYPE_CHECKING:
    from collections.abc import Iterator

Json: TypeAlias = dict[str, Any]

ROOT = Path(__file__).resolve().parent.parent
KAIFENG = ROOT / "fixtures" / "kaifeng-2022-7.json"
SECOND_CITY = ROOT / "fixtures" / "second-city.json"
CORRECTIONS = ROOT / "fixtures" / "kaifeng-2022-7.corrections.md"
SCHEMA = ROOT / "motions" / "plan_schema.json"

MEASURES_OF_SIZE = ("项目数", "总投资", "年度投资")


def read_json(path: Path) -> Json:
    """Figures as Decimal: the schema's limit of four decimals does not hold in binary floats."""
    loaded: Json = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    return loaded


def every_task(tasks: list[Json]) -> Iterator[Json]:
    for task in tasks:
        yield task
        yield from every_task(task["items"])


def leaves_of(plan: Json) -> dict[str, Json]:
    return {task["number"]: task for task in every_task(plan["tasks"]) if not task["items"]}


def expand(plan: Json, names: list[str]) -> list[str]:
    return [unit for name in names for unit in plan["unit_groups"].get(name, [name])]


def bounds(row: Json) -> tuple[Any, Any]:
    return row["minimum"], row["maximum"]


def target_of(task: Json, name: str) -> Json:
    (target,) = [target for target in task["targets"] if target["name"] == name]
    found: Json = target
    return found


@pytest.fixture(scope="module")
def schema() -> Json:
    return read_json(SCHEMA)


@pytest.fixture(scope="module")
def validator(schema: Json) -> Draft202012Validator:
    return Draft202012Validator(schema)


@pytest.fixture(scope="module")
def kaifeng() -> Json:
    return read_json(KAIFENG)


@pytest.fixture(params=[KAIFENG, SECOND_CITY], ids=lambda path: path.stem)
def plan_path(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def plan(plan_path: Path) -> Json:
    return read_json(plan_path)


# --- the schema --------------------------------------------------------------------------------


def test_schema_is_a_valid_schema(schema: Json) -> None:
    Draft202012Validator.check_schema(schema)


def test_every_object_of_the_schema_is_closed_and_every_property_described(schema: Json) -> None:
    def walk(node: object, where: str) -> None:
        if isinstance(node, list):
            for index, child in enumerate(node):
                walk(child, f"{where}/{index}")
        if not isinstance(node, dict):
            return
        if node.get("type") == "object":
            assert "additionalProperties" in node, where
            assert node["additionalProperties"] is not True, where
            for name, child in node.get("properties", {}).items():
                assert child.get("title"), f"{where}/{name}"
                assert child.get("description"), f"{where}/{name}"
        for name, child in node.items():
            walk(child, f"{where}/{name}")

    walk(schema, "")


def test_plan_fits_the_schema(validator: Draft202012Validator, plan: Json) -> None:
    found = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(plan)]
    assert found == []


BROKEN_PLANS = {
    "unknown key at the top": lambda plan: plan.update(extra=1),
    "unknown key in a part": lambda plan: plan["tasks"][4]["items"][0].update(extra=1),
    "missing key": lambda plan: plan["tasks"][0].pop("targets"),
    "other format": lambda plan: plan.update(format="motion-plan/2"),
    "upper case in a key": lambda plan: plan["tasks"][0].update(key="T1"),
    "line end after a key": lambda plan: plan["tasks"][0].update(key="t1\n"),
    "number in words": lambda plan: plan["tasks"][0].update(number="一"),
    "full-width number": lambda plan: plan["tasks"][0].update(number="\uff11"),
    "day that does not exist": lambda plan: plan["deadlines"][0].update(due="2022-02-30"),
    "date with a time": lambda plan: plan["deadlines"][0].update(due="2022-08-31T00:00"),
    "unknown kind of deadline": lambda plan: plan["deadlines"][0].update(kind="paper"),
    "satisfaction aimed at by a report": lambda plan: plan["deadlines"][0].update(
        satisfaction_goal=100
    ),
    "satisfaction above 100": lambda plan: plan["deadlines"][1].update(satisfaction_goal=101),
    "unknown kind of milestone": lambda plan: plan["tasks"][4]["items"][0]["milestones"][0].update(
        kind="done"
    ),
    "unknown role": lambda plan: plan["leading_group"]["members"][0].update(role="chair"),
    "negative figure": lambda plan: plan["tasks"][4]["items"][0]["targets"][0].update(minimum=-1),
    "five decimals": lambda plan: plan["tasks"][4]["items"][0]["targets"][0].update(
        minimum=Decimal("1.00001")
    ),
    "figure beyond all measure": lambda plan: plan["tasks"][4]["items"][0]["targets"][0].update(
        minimum=Decimal("1e400")
    ),
    "figure as text": lambda plan: plan["tasks"][4]["items"][0]["targets"][0].update(minimum="37"),
    "title too long": lambda plan: plan["tasks"][0].update(title="长" * 501),
    "narrative too long": lambda plan: plan["tasks"][0].update(text="长" * 20_001),
    "blank narrative": lambda plan: plan["tasks"][0].update(text=" \n"),
    "name too long": lambda plan: plan.update(host_unit="长" * 201),
    "name with a space at its end": lambda plan: plan.update(host_unit="市财政局 "),
    "name with a control character": lambda plan: plan.update(host_unit="市财\x00政局"),
    "empty name": lambda plan: plan.update(host_unit=""),
    "lead unit twice": lambda plan: plan["tasks"][0].update(lead_units=["市财政局", "市财政局"]),
    "empty group": lambda plan: plan["unit_groups"].update({"各部门": []}),
    "no tasks": lambda plan: plan.update(tasks=[]),
}


@pytest.mark.parametrize("case", BROKEN_PLANS)
def test_schema_refuses(validator: Draft202012Validator, case: str) -> None:
    broken = read_json(KAIFENG)
    BROKEN_PLANS[case](broken)
    assert len(list(validator.iter_errors(broken))) >= 1


@pytest.mark.parametrize("figure", ["0", "0.0001", "0.0003", "1.1", "37.25", "999999.9999"])
def test_schema_takes_figures_of_up_to_four_decimals(
    validator: Draft202012Validator, figure: str
) -> None:
    changed = read_json(KAIFENG)
    changed["tasks"][4]["items"][0]["targets"][0]["minimum"] = Decimal(figure)
    assert list(validator.iter_errors(changed)) == []


def is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def test_pattern_of_a_date_takes_the_days_there_are_and_no_other(schema: Json) -> None:
    pattern = re.compile(schema["$defs"]["date"]["pattern"])
    texts = (
        f"{year}-{month:02}-{day:02}"
        for year in range(1900, 2100)
        for month in range(14)
        for day in range(33)
    )
    assert [text for text in texts if bool(pattern.search(text)) is not is_day(text)] == []


# --- what the schema cannot say, for every shipped plan ----------------------------------------


def test_file_is_utf8_indented_by_two_and_readable(plan_path: Path) -> None:
    text = plan_path.read_bytes().decode("utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


def rows_with_shapes(schema: Json, plan: Json) -> Iterator[tuple[Json, Json]]:
    """Every object of fixed shape in the plan, with the schema's properties for it."""
    top, shapes = schema["properties"], schema["$defs"]
    yield plan, top
    yield plan["document"], top["document"]["properties"]
    yield from ((row, top["motions"]["items"]["properties"]) for row in plan["motions"])
    yield from ((row, shapes["deadline"]["properties"]) for row in plan["deadlines"])
    if plan["leading_group"]:
        group = shapes["leading_group"]["properties"]
        yield plan["leading_group"], group
        member = group["members"]["items"]["properties"]
        yield from ((row, member) for row in plan["leading_group"]["members"])


def task_rows_with_shapes(schema: Json, plan: Json) -> Iterator[tuple[Json, Json]]:
    shapes = schema["$defs"]
    target_shape = shapes["target"]["properties"]
    allocation_shape = target_shape["allocations"]["items"]["properties"]
    for task in every_task(plan["tasks"]):
        yield task, shapes["task"]["properties"]
        yield from ((row, shapes["milestone"]["properties"]) for row in task["milestones"])
        for target in task["targets"]:
            yield target, target_shape
            yield from ((row, allocation_shape) for row in target["allocations"])


def test_keys_of_every_object_follow_the_format_order(schema: Json, plan: Json) -> None:
    rows = [*rows_with_shapes(schema, plan), *task_rows_with_shapes(schema, plan)]
    for row, properties in rows:
        assert list(row) == [name for name in properties if name in row]


def test_keys_and_numbers_are_unique_in_the_whole_plan(plan: Json) -> None:
    for field in ("key", "number"):
        counted = Counter(task[field] for task in every_task(plan["tasks"]))
        assert [value for value, times in counted.items() if times > 1] == []


def test_numbers_of_parts_continue_the_number_of_their_task(plan: Json) -> None:
    assert [task["number"] for task in plan["tasks"]] == [
        str(n) for n in range(1, len(plan["tasks"]) + 1)
    ]
    for task in every_task(plan["tasks"]):
        assert [part["number"] for part in task["items"]] == [
            f"{task['number']}.{n}" for n in range(1, len(task["items"]) + 1)
        ]


def test_every_leaf_has_a_lead_and_a_responsible_unit(plan: Json) -> None:
    for task in every_task(plan["tasks"]):
        if not task["items"]:
            assert task["lead_units"], task["number"]
            assert task["responsible_units"], task["number"]


def test_a_task_with_parts_leaves_units_targets_and_milestones_to_them(plan: Json) -> None:
    for task in every_task(plan["tasks"]):
        if task["items"]:
            assert task["lead_units"] == task["responsible_units"] == []
            assert task["targets"] == task["milestones"] == []


def test_groups_resolve_to_units_that_are_no_group_and_no_alias(plan: Json) -> None:
    for members in plan["unit_groups"].values():
        assert members
        assert not set(members) & set(plan["unit_groups"])
        assert not set(members) & set(plan["unit_aliases"])


def units_named(plan: Json) -> set[str]:
    """Every unit the plan names in a role, groups taken apart."""
    named = {plan["host_unit"], plan["supervisor_unit"]} - {None}
    if plan["leading_group"]:
        named.add(plan["leading_group"]["office_unit"])
    for members in plan["unit_groups"].values():
        named.update(members)
    for task in every_task(plan["tasks"]):
        named.update(expand(plan, task["lead_units"] + task["responsible_units"]))
    return named


def test_every_alias_points_to_a_named_unit_and_is_none_itself(plan: Json) -> None:
    named = units_named(plan)
    for alias, unit in plan["unit_aliases"].items():
        assert unit in named, alias
        assert alias not in named
        assert alias not in plan["unit_groups"]


def test_every_unit_reference_is_canonical_and_resolves(plan: Json) -> None:
    named = units_named(plan)
    groups = set(plan["unit_groups"])
    for task in every_task(plan["tasks"]):
        for name in task["lead_units"] + task["responsible_units"]:
            assert name not in plan["unit_aliases"], (task["number"], name)
            assert name in named | groups, (task["number"], name)
            # What looks collective must be a group the plan resolves.
            assert ("各" not in name and "、" not in name) or name in groups, name


def test_allocations_go_to_units_of_the_same_leaf_once_each(plan: Json) -> None:
    for task in every_task(plan["tasks"]):
        own = set(expand(plan, task["lead_units"] + task["responsible_units"]))
        for target in task["targets"]:
            allocated = [allocation["unit"] for allocation in target["allocations"]]
            assert set(allocated) <= own, (task["number"], target["name"])
            assert len(allocated) == len(set(allocated)), (task["number"], target["name"])


def test_targets_and_milestones_are_named_once_per_leaf(plan: Json) -> None:
    for task in every_task(plan["tasks"]):
        for rows in (task["targets"], task["milestones"]):
            names = [row["name"] for row in rows]
            assert len(names) == len(set(names)), task["number"]


def test_minimum_is_never_above_maximum_and_allocations_fit_into_the_whole(plan: Json) -> None:
    for task in every_task(plan["tasks"]):
        for target in task["targets"]:
            for low, high in map(bounds, [target, *target["allocations"]]):
                assert low is None or high is None or low <= high, target["name"]
            whole = target["maximum"]
            if whole is not None:
                parts = sum(allocation["minimum"] or 0 for allocation in target["allocations"])
                assert parts <= whole, target["name"]
            if target["minimum"] is None and target["maximum"] is None:
                assert target["allocations"], target["name"]


def test_deadlines_are_real_days_in_order(plan: Json) -> None:
    days = [date.fromisoformat(deadline["due"]) for deadline in plan["deadlines"]]
    assert days == sorted(days)
    for task in every_task(plan["tasks"]):
        if task["due"]:
            date.fromisoformat(task["due"])
            assert task["due_text"], "a date comes from a printed limit"


def test_shipped_plans_carry_a_summary_and_no_printed_wording(plan: Json) -> None:
    for task in every_task(plan["tasks"]):
        assert task["text"] is None
        assert 1 <= len(re.findall("。", task["summary"])) <= 2, task["number"]


def test_no_space_is_left_over_from_typesetting(plan: Json) -> None:
    def strings(node: object) -> Iterator[str]:
        if isinstance(node, str):
            yield node
        elif isinstance(node, dict):
            yield from node
            for child in node.values():
                yield from strings(child)
        elif isinstance(node, list):
            for child in node:
                yield from strings(child)

    assert [text for text in strings(plan) if re.search(r"\s", text)] == []


# --- the Kaifeng directive, fact by fact -------------------------------------------------------


def test_document(kaifeng: Json) -> None:
    assert kaifeng["id"] == "kaifeng-2022-7"
    assert kaifeng["document"] == facts.DOCUMENT


def test_motions(kaifeng: Json) -> None:
    motions = [tuple(motion.values()) for motion in kaifeng["motions"]]
    assert motions == list(facts.MOTIONS)
    proposers = sum(motion["proposers"] for motion in kaifeng["motions"])
    assert proposers == facts.COUNT_DEPUTIES
    assert proposers - len(kaifeng["motions"]) == facts.COUNT_UNNAMED_DEPUTIES


def test_roles_of_units(kaifeng: Json) -> None:
    assert kaifeng["host_unit"] == facts.HOST_UNIT
    assert kaifeng["supervisor_unit"] == facts.SUPERVISOR_UNIT
    assert tuple(kaifeng["copied_to"]) == facts.COPIED_TO
    assert kaifeng["leading_group"]["office_unit"] == facts.OFFICE_UNIT
    assert kaifeng["leading_group"]["office_director"] == facts.OFFICE_DIRECTOR


@pytest.mark.parametrize(
    ("role", "people", "count"),
    [
        ("leader", facts.LEADER, facts.COUNT_LEADERS),
        ("deputy_leader", facts.DEPUTY_LEADERS, facts.COUNT_DEPUTY_LEADERS),
        ("member", facts.MEMBERS, facts.COUNT_MEMBERS),
    ],
)
def test_leading_group(
    kaifeng: Json, role: str, people: tuple[tuple[str, str], ...], count: int
) -> None:
    members = kaifeng["leading_group"]["members"]
    found = tuple((row["name"], row["post"]) for row in members if row["role"] == role)
    assert found == people
    assert len(found) == count


def test_leading_group_stands_in_the_order_of_rank(kaifeng: Json) -> None:
    roles = [row["role"] for row in kaifeng["leading_group"]["members"]]
    assert roles == (
        ["leader"] * facts.COUNT_LEADERS
        + ["deputy_leader"] * facts.COUNT_DEPUTY_LEADERS
        + ["member"] * facts.COUNT_MEMBERS
    )


def test_the_group_of_counties_and_districts(kaifeng: Json) -> None:
    assert kaifeng["unit_groups"] == {facts.GROUP: list(facts.GROUP_MEMBERS)}
    assert len(facts.GROUP_MEMBERS) == facts.COUNT_GROUP_MEMBERS
    assert kaifeng["unit_aliases"] == facts.ALIASES


def test_deadlines(kaifeng: Json) -> None:
    assert tuple(kaifeng["deadlines"]) == facts.DEADLINES
    reports = [row for row in kaifeng["deadlines"] if row["kind"] == "report"]
    assert len(reports) == facts.COUNT_REPORT_STAGES


def test_tasks_and_parts(kaifeng: Json) -> None:
    tasks = kaifeng["tasks"]
    assert {task["number"]: task["title"] for task in tasks} == facts.TASK_TITLES
    assert [task["key"] for task in tasks] == ["t1", "t2", "t3", "t4", "t5", "t6"]
    parts = tasks[4]["items"]
    assert {part["number"]: part["title"] for part in parts} == facts.PART_TITLES
    assert [part["key"] for part in parts] == [f"t5-{n}" for n in range(1, 12)]
    assert [len(task["items"]) for task in tasks] == [0, 0, 0, 0, 11, 0]
    assert len(tasks) == facts.COUNT_TASKS
    assert len(parts) == facts.COUNT_PARTS
    assert len(leaves_of(kaifeng)) == facts.COUNT_LEAVES


@pytest.mark.parametrize("number", facts.UNITS_BY_LEAF)
def test_units_of_a_leaf(kaifeng: Json, number: str) -> None:
    leads, responsible = facts.UNITS_BY_LEAF[number]
    leaf = leaves_of(kaifeng)[number]
    assert tuple(leaf["lead_units"]) == leads
    assert tuple(leaf["responsible_units"]) == responsible


def test_no_leaf_beyond_the_table(kaifeng: Json) -> None:
    assert set(leaves_of(kaifeng)) == set(facts.UNITS_BY_LEAF)


@pytest.mark.parametrize("number", facts.INVESTMENT)
def test_investment(kaifeng: Json, number: str) -> None:
    projects, total, annual = facts.INVESTMENT[number]
    leaf = leaves_of(kaifeng)[number]
    assert leaf["targets"] == [
        {
            "name": "项目数",
            "unit": "个",
            "minimum": projects,
            "maximum": projects,
            "allocations": [],
        },
        {"name": "总投资", "unit": "亿元", "minimum": total, "maximum": total, "allocations": []},
        {"name": "年度投资", "unit": "亿元", "minimum": annual, "maximum": None, "allocations": []},
    ]


@pytest.mark.parametrize("number", facts.OTHER_TARGETS)
def test_other_targets(kaifeng: Json, number: str) -> None:
    found = tuple(
        (
            target["name"],
            target["unit"],
            bounds(target),
            {row["unit"]: bounds(row) for row in target["allocations"]},
        )
        for target in leaves_of(kaifeng)[number]["targets"]
    )
    assert found == facts.OTHER_TARGETS[number]


def test_leaves_in_words_only_have_no_target(kaifeng: Json) -> None:
    without = {number for number, leaf in leaves_of(kaifeng).items() if not leaf["targets"]}
    assert without == set(facts.UNITS_BY_LEAF) - set(facts.INVESTMENT) - set(facts.OTHER_TARGETS)
    assert without == {"1", "2", "3", "4", "5.9", "6"}


@pytest.mark.parametrize("number", facts.UNITS_BY_LEAF)
def test_milestones(kaifeng: Json, number: str) -> None:
    leaf = leaves_of(kaifeng)[number]
    found = tuple((row["kind"], row["name"]) for row in leaf["milestones"])
    assert found == facts.MILESTONES.get(number, ())
    assert leaf["milestones_open"] is (number in facts.MILESTONES_OPEN)


def test_no_item_names_its_own_limit(kaifeng: Json) -> None:
    for task in every_task(kaifeng["tasks"]):
        assert task["due"] is None
        assert task["due_text"] is None


def test_totals(kaifeng: Json) -> None:
    leaves = leaves_of(kaifeng)
    summed = [
        sum(target_of(leaves[number], name)["minimum"] for number in facts.INVESTMENT)
        for name in MEASURES_OF_SIZE
    ]
    assert summed == [
        facts.TOTAL_PROJECTS,
        facts.TOTAL_INVESTMENT,
        facts.TOTAL_ANNUAL_INVESTMENT,
    ]


@pytest.mark.parametrize("name", facts.ENTERPRISE_CLASSES)
def test_enterprise_classes_and_what_is_left_unallocated(kaifeng: Json, name: str) -> None:
    whole, allocated, left = facts.ENTERPRISE_CLASSES[name]
    target = target_of(leaves_of(kaifeng)["5.10"], name)
    assert target["minimum"] == whole
    assert sum(row["minimum"] for row in target["allocations"]) == allocated
    if whole is not None:
        assert target["minimum"] - allocated == left


def test_counts_of_units(kaifeng: Json) -> None:
    leaves = leaves_of(kaifeng).values()
    leads = [unit for leaf in leaves for unit in expand(kaifeng, leaf["lead_units"])]
    responsible = [unit for leaf in leaves for unit in expand(kaifeng, leaf["responsible_units"])]
    assert len(set(leads)) == facts.COUNT_LEAD_UNITS
    assert len(leads) == facts.COUNT_LEAD_PAIRS
    assert len(responsible) == facts.COUNT_RESPONSIBLE_PAIRS
    assert len(leads) - len(leaves) == facts.COUNT_COSIGNATURES_PER_STAGE


def test_the_facts_agree_with_their_own_totals() -> None:
    """The table is typed by hand too: its rows must add up to its totals."""
    assert tuple(map(sum, zip(*facts.INVESTMENT.values(), strict=True))) == (
        facts.TOTAL_PROJECTS,
        facts.TOTAL_INVESTMENT,
        facts.TOTAL_ANNUAL_INVESTMENT,
    )
    leads = [unit for units, _ in facts.UNITS_BY_LEAF.values() for unit in units]
    assert len(leads) == facts.COUNT_LEAD_PAIRS
    assert len(set(leads)) == facts.COUNT_LEAD_UNITS
    responsible = [unit for _, units in facts.UNITS_BY_LEAF.values() for unit in units]
    in_groups = responsible.count(facts.GROUP) * (facts.COUNT_GROUP_MEMBERS - 1)
    assert len(responsible) + in_groups == facts.COUNT_RESPONSIBLE_PAIRS


MISPRINTS = {"六是是": "六是", "光伏阻件": "光伏组件", "尉氏人民政府县县长": "尉氏县人民政府县长"}


@pytest.mark.parametrize("printed", MISPRINTS)
def test_misprints_are_put_right_and_listed(printed: str) -> None:
    assert printed not in KAIFENG.read_text(encoding="utf-8")
    (row,) = [
        line
        for line in CORRECTIONS.read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and f"| {printed} |" in line
    ]
    assert f"| {MISPRINTS[printed]} |" in row


# --- the made-up second city: what makes it of use ---------------------------------------------


def test_second_city_differs_where_generality_is_at_stake(kaifeng: Json) -> None:
    plan = read_json(SECOND_CITY)
    leaves = leaves_of(plan)
    assert "演示" in plan["document"]["title"]
    assert plan["document"]["number"] is None
    assert plan["document"]["issuer"] != kaifeng["document"]["issuer"]
    assert plan["leading_group"] is None
    assert len(plan["motions"]) == 1
    assert len(plan["tasks"]) == 3
    # A unit and a group of the same name as in Kaifeng, but another city's.
    assert any("市财政局" in leaf["lead_units"] for leaf in leaves.values())
    assert plan["unit_groups"][facts.GROUP] != kaifeng["unit_groups"][facts.GROUP]
    # A range, and a limit in words that is no date.
    assert any(
        None not in bounds(target) and target["minimum"] < target["maximum"]
        for leaf in leaves.values()
        for target in leaf["targets"]
    )
    assert any(leaf["due"] is None and leaf["due_text"] == "每季度末" for leaf in leaves.values())
    assert [row["kind"] for row in plan["deadlines"]] == ["report", "reply", "report"]
    assert {row["due"][:4] for row in plan["deadlines"]} == {"2022"}
