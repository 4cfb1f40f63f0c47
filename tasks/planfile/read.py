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
from jsonschema.exceptions import ValidationError

from tasks.planfile.errors import Finding, PlanFileRefusedError

SCHEMA = "motions/plan_schema.json"
MAX_BYTES = 10 * 1024 * 1024
SHOWN_OF_A_VALUE = 80
Content = dict[str, Any]


def read_plan_file(data: bytes) -> Content:
    """The checked, canonical content of a plan file; raises PlanFileRefusedError with every finding."""
    content = _parse(data)
    findings = [_finding(error) for error in _validator().iter_errors(content)]
    if not findings:
        findings = list(_rule_findings(content))
    if findings:
        raise PlanFileRefusedError(findings)
    return canonical(content)


def all_tasks(tasks: Iterable[Content], path: str = "tasks") -> Iterator[tuple[str, Content]]:
    """Every task and part, with its path, in the directive's order."""
    for index, task in enumerate(tasks):
        here = f"{path}[{index}]"
        yield here, task
        yield from all_tasks(task["items"], f"{here}.items")


def canonical(content: Content) -> Content:
    """The content with every unit under its canonical name."""
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
    return {
        **content,
        "host_unit": name(content["host_unit"]),
        "supervisor_unit": name(content["supervisor_unit"]),
        "leading_group": group and {**group, "office_unit": name(group["office_unit"])},
        "unit_groups": {
            key: [name(unit) for unit in units] for key, units in content["unit_groups"].items()
        },
        "tasks": [task(item) for item in content["tasks"]],
    }


def _parse(data: bytes) -> Content:
    if len(data) > MAX_BYTES:
        raise PlanFileRefusedError([Finding("$", f"{len(data)} B", _("不超过 %s B") % MAX_BYTES)])
    try:
        return json.loads(
            data.decode("utf-8"), parse_float=Decimal, object_pairs_hook=_without_doubles
        )
    except UnicodeDecodeError as error:
        raise PlanFileRefusedError(
            [Finding("$", str(error.reason), _("UTF-8 编码的文本"))]
        ) from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise PlanFileRefusedError([Finding("$", str(error), _("JSON 格式的计划文件"))]) from error


def _without_doubles(pairs: list[tuple[str, Any]]) -> Content:
    for name, times in Counter(name for name, _value in pairs).items():
        if times > 1:
            raise PlanFileRefusedError(
                [Finding(name, _("同一名称出现 %s 次") % times, _("每个名称一次"))]
            )
    return dict(pairs)


def _refuse_constant(name: str) -> None:
    raise PlanFileRefusedError([Finding("$", name, _("数字"))])


@cache
def _validator() -> Draft202012Validator:
    schema = (settings.BASE_DIR / SCHEMA).read_text("utf-8")
    return Draft202012Validator(json.loads(schema, parse_float=Decimal))


def _finding(error: ValidationError) -> Finding:
    path = error.json_path.removeprefix("$.")
    if error.validator == "additionalProperties":
        return Finding(path, error.message, _("只用格式中有的名称"))
    if error.validator == "required":
        return Finding(path, error.message, _("格式规定的名称都要有"))
    return Finding(
        path, _shown(error.instance), f"{error.validator}: {_shown(error.validator_value)}"
    )


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN_OF_A_VALUE else text[:SHOWN_OF_A_VALUE] + "…"


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
    for alias, unit in content["unit_aliases"].items():
        if unit in content["unit_aliases"]:
            yield Finding(f"unit_aliases.{alias}", unit, _("规范名称，而不是另一个别称"))
    if content["host_unit"] is None and content["leading_group"] is None:
        yield Finding(
            "host_unit", "null", _("主办单位，或者带办公室的 leading_group：要有单位审核和答复")
        )
    if not any(deadline["kind"] == "report" for deadline in content["deadlines"]):
        yield Finding("deadlines", _("没有 report"), _("至少一个阶段报告期限"))


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
