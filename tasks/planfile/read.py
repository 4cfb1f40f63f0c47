"""From bytes to checked content: the schema first, then what a schema can't say."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from tasks.planfile.errors import Finding, PlanFileRefusedError
from tasks.planfile.expected import finding_of
from units.models import RuleSet

SCHEMA = "motions/plan_schema.json"
MAX_BYTES = 10 * 1024 * 1024
Content = dict[str, Any]


def read_plan_file(data: bytes) -> Content:
    """The checked, canonical content of a plan file; raises PlanFileRefusedError with every finding."""
    content = _parse(data)
    findings = findings_in(content)
    if findings:
        raise PlanFileRefusedError(findings)
    return canonical(content)


def findings_in(content: Content) -> list[Finding]:
    """Everything wrong in it. What a schema can't say is asked once the shape is right."""
    try:
        return _findings_in(content)
    except RecursionError:
        return [Finding("tasks", _("层层嵌套过深"), _("任务和它的分项"))]


def _findings_in(content: Content) -> list[Finding]:
    findings = [finding_of(error) for error in _validator().iter_errors(content)]
    return findings or [*_alias_findings(content), *_rule_findings(canonical(content))]


def all_tasks(tasks: Iterable[Content], path: str = "tasks") -> Iterator[tuple[str, Content]]:
    """Every task and part, with its path, in the directive's order."""
    for index, task in enumerate(tasks):
        here = f"{path}[{index}]"
        yield here, task
        yield from all_tasks(task["items"], f"{here}.items")


def canonical(content: Content) -> Content:
    """The content with every unit under its canonical name, the deadlines by their dates.

    That a plan is of motions goes without saying.
    """
    aliases = content["unit_aliases"]

    def name(unit: str | None) -> str | None:
        return aliases.get(unit, unit) if unit is not None else None

    def task(old: Content) -> Content:
        targets = [
            {
                **target,
                "allocations": [
                    {**part, "unit": name(part["unit"])} for part in target["allocations"]
                ],
            }
            for target in old["targets"]
        ]
        return {
            **old,
            "lead_units": [name(unit) for unit in old["lead_units"]],
            "responsible_units": [name(unit) for unit in old["responsible_units"]],
            "targets": targets,
            "items": [task(item) for item in old["items"]],
        }

    group = content["leading_group"]
    usual = RuleSet.Kind.MOTION
    return {
        **{key: value for key, value in content.items() if (key, value) != ("kind", usual)},
        "host_unit": name(content["host_unit"]),
        "supervisor_unit": name(content["supervisor_unit"]),
        "leading_group": group and {**group, "office_unit": name(group["office_unit"])},
        "unit_groups": {
            key: [name(unit) for unit in units] for key, units in content["unit_groups"].items()
        },
        "deadlines": sorted(content["deadlines"], key=lambda row: (row["due"], row["kind"])),
        "tasks": [task(item) for item in content["tasks"]],
    }


def _parse(data: bytes) -> Content:
    if len(data) > MAX_BYTES:
        size = f"{len(data)} B"
        raise _refused(size, _("不超过 %s B") % MAX_BYTES)
    try:
        content: Content = json.loads(
            data.decode("utf-8-sig"),  # Windows puts a mark in front
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_without_doubles,
        )
        # JSON may name half a character (\ud800), which no database stores.
        json.dumps(content, default=str, ensure_ascii=False).encode()
    except UnicodeDecodeError as error:
        raise _refused(str(error.reason), _("UTF-8 编码的文本")) from error
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise _refused(str(error), _("JSON 格式的计划文件")) from error
    return content


def _refused(found: str, expected: str) -> PlanFileRefusedError:
    return PlanFileRefusedError([Finding("$", found, expected)])


def _without_doubles(pairs: list[tuple[str, Any]]) -> Content:
    for name, times in Counter(name for name, _value in pairs).items():
        if times > 1:
            raise PlanFileRefusedError(
                [Finding(name, _("同一名称出现 %s 次") % times, _("每个名称一次"))]
            )
    return dict(pairs)


def _refuse_constant(name: str) -> None:
    raise _refused(name, _("数字"))


@cache
def _validator() -> Draft202012Validator:
    schema = (settings.BASE_DIR / SCHEMA).read_text("utf-8")
    return Draft202012Validator(json.loads(schema, parse_float=Decimal))


def _rule_findings(content: Content) -> Iterator[Finding]:
    tasks = list(all_tasks(content["tasks"]))
    for field in ("key", "number"):
        yield from _doubles(field, ((path, task[field]) for path, task in tasks))
    for path, task in tasks:
        if not task["items"] and not task["lead_units"]:
            yield Finding(f"{path}.lead_units", "[]", _("没有分项的事项至少一个牵头单位"))
        for field in ("lead_units", "responsible_units"):
            yield from _doubles("", ((f"{path}.{field}", name) for name in task[field]))
        yield from _target_findings(path, task)
    yield from _group_findings(content, tasks)
    if content["host_unit"] is None and content["leading_group"] is None:
        yield Finding(
            "host_unit", "null", _("主办单位，或者带办公室的 leading_group：要有单位审核和答复")
        )
    deadlines = [f"{row['kind']} {row['due']}" for row in content["deadlines"]]
    yield from _doubles("", ((f"deadlines[{i}]", row) for i, row in enumerate(deadlines)))
    if not any(deadline["kind"] == "report" for deadline in content["deadlines"]):
        yield Finding("deadlines", _("没有 report"), _("至少一个阶段报告期限"))


def _alias_findings(content: Content) -> Iterator[Finding]:
    for alias, unit in content["unit_aliases"].items():
        if unit in content["unit_aliases"]:
            yield Finding(f"unit_aliases.{alias}", unit, _("规范名称，而不是另一个别称"))


def _group_findings(content: Content, tasks: list[tuple[str, Content]]) -> Iterator[Finding]:
    """各… is never one unit; and only parties of a task may go by a group's name."""
    groups = content["unit_groups"]
    for path, task in tasks:
        for field in ("lead_units", "responsible_units"):
            for index, name in enumerate(task[field]):
                if name.startswith("各") and name not in groups:
                    yield Finding(f"{path}.{field}[{index}]", name, _("unit_groups 中的单位组"))
    for place, name in _single_units(content, tasks):
        if name is not None and name in groups:
            yield Finding(place, name, _("一个单位，而不是单位组"))
    for group, names in groups.items():
        yield from _doubles("", ((f"unit_groups.{group}", name) for name in names))


def _single_units(
    content: Content, tasks: list[tuple[str, Content]]
) -> Iterator[tuple[str, str | None]]:
    for field in ("host_unit", "supervisor_unit"):
        yield field, content[field]
    if content["leading_group"]:
        yield "leading_group.office_unit", content["leading_group"]["office_unit"]
    for group, names in content["unit_groups"].items():
        for name in names:
            yield f"unit_groups.{group}", name
    for path, task in tasks:
        for index, target in enumerate(task["targets"]):
            for place, part in enumerate(target["allocations"]):
                yield f"{path}.targets[{index}].allocations[{place}].unit", part["unit"]


def _doubles(field: str, named: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for path, value in named:
        if value in seen:
            yield Finding(f"{path}.{field}".rstrip("."), value, _("不与 %s 重复") % seen[value])
        seen.setdefault(value, path)


def _target_findings(path: str, task: Content) -> Iterator[Finding]:
    for index, target in enumerate(task["targets"]):
        here = f"{path}.targets[{index}]"
        bounds = [(here, target)]
        bounds += [
            (f"{here}.allocations[{n}]", part) for n, part in enumerate(target["allocations"])
        ]
        for place, row in bounds:
            low, high = row["minimum"], row["maximum"]
            if low is not None and high is not None and low > high:
                yield Finding(f"{place}.minimum", str(low), _("不大于 maximum（%s）") % high)
        yield from _doubles(
            "", ((f"{here}.allocations", part["unit"]) for part in target["allocations"])
        )
    yield from _doubles("name", ((f"{path}.targets", target["name"]) for target in task["targets"]))
