"""A plan file's content as a workbook, to be changed by hand and loaded again."""

from collections.abc import Callable, Iterator
from typing import Any

from common import workbook
from common.tables import Table, sheet_of
from tasks.planfile import sheets
from tasks.planfile.read import all_tasks
from tasks.planfile.sheets import PARTY_ROLES
from units.models import RuleSet

Content = dict[str, Any]
Rows = Iterator[Content]


def write_plan_workbook(content: Content) -> bytes:
    document = content["document"]
    return workbook.write_workbook(
        [sheet_of(table, rows(content)) for table, rows in ROWS],
        title=document["number"] or document["title"],
        subject=content["format"],
    )


def _document(content: Content) -> Rows:
    group = content["leading_group"] or {"office_unit": None, "office_director": None}
    yield {
        "kind": RuleSet.Kind.MOTION,
        **content,
        **content["document"],
        **group,
        "copied_to": "\n".join(content["copied_to"]),
    }


def _motions(content: Content) -> Rows:
    yield from content["motions"]


def _leading_group(content: Content) -> Rows:
    if content["leading_group"]:
        yield from content["leading_group"]["members"]


def _unit_groups(content: Content) -> Rows:
    for group, units in content["unit_groups"].items():
        for unit in units:
            yield {"group": group, "unit": unit}


def _unit_aliases(content: Content) -> Rows:
    for alias, unit in content["unit_aliases"].items():
        yield {"alias": alias, "unit": unit}


def _deadlines(content: Content) -> Rows:
    for deadline in content["deadlines"]:
        yield {"copies": None, "satisfaction_goal": None, **deadline}


def _tasks(content: Content) -> Rows:
    yield from _with_parent(content["tasks"], None)


def _with_parent(tasks: list[Content], parent: str | None) -> Rows:
    for task in tasks:
        before = task.get("predecessor") or {"plan": None, "key": None}
        yield {
            **task,
            "parent": parent,
            "predecessor_plan": before["plan"],
            "predecessor_key": before["key"],
        }
        yield from _with_parent(task["items"], task["key"])


def _parties(content: Content) -> Rows:
    for _path, task in all_tasks(content["tasks"]):
        for role in PARTY_ROLES.values():
            for unit in task[role]:
                yield {"task": task["key"], "role": role, "unit": unit}


def _targets(content: Content) -> Rows:
    for _path, task in all_tasks(content["tasks"]):
        for target in task["targets"]:
            yield {**target, "task": task["key"]}


def _allocations(content: Content) -> Rows:
    for target in _targets(content):
        for part in target["allocations"]:
            yield {**part, "task": target["task"], "target": target["name"]}


def _milestones(content: Content) -> Rows:
    for _path, task in all_tasks(content["tasks"]):
        for milestone in task["milestones"]:
            yield {**milestone, "task": task["key"]}


ROWS: tuple[tuple[Table, Callable[[Content], Rows]], ...] = (
    (sheets.DOCUMENT, _document),
    (sheets.MOTIONS, _motions),
    (sheets.LEADING_GROUP, _leading_group),
    (sheets.UNIT_GROUPS, _unit_groups),
    (sheets.UNIT_ALIASES, _unit_aliases),
    (sheets.DEADLINES, _deadlines),
    (sheets.TASKS, _tasks),
    (sheets.PARTIES, _parties),
    (sheets.TARGETS, _targets),
    (sheets.ALLOCATIONS, _allocations),
    (sheets.MILESTONES, _milestones),
)
