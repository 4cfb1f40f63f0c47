"""What a changed plan file says otherwise, line by line: matched by keys and names, not by place."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motions.models import Deadline
from tasks.models import Milestone, Target
from tasks.planfile.compare import differences
from tasks.planfile.matching import matched_deadlines
from tasks.planfile.read import all_tasks
from tasks.wording import bounds_words

Content = dict[str, Any]


class Kind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REDATED = "redated"
    WITHDRAWN = "withdrawn"


KIND_WORDS = {
    Kind.ADDED: gettext_lazy("新增"),
    Kind.CHANGED: gettext_lazy("修改"),
    Kind.REDATED: gettext_lazy("改期"),
    Kind.WITHDRAWN: gettext_lazy("撤销"),
}


# Of templates/components/badge.html.
TONES = {Kind.ADDED: "ok", Kind.CHANGED: "info", Kind.REDATED: "warn", Kind.WITHDRAWN: "neutral"}


@dataclass(frozen=True)
class Change:
    """`place` is the thing, `what` of it has changed; empty words where there is nothing."""

    kind: Kind
    place: str
    what: str
    before: str
    after: str

    @property
    def word(self) -> str:
        return str(KIND_WORDS[self.kind])

    @property
    def tone(self) -> str:
        return TONES[self.kind]


HEAD_WORDS = {
    "document": gettext_lazy("文件"),
    "motions": gettext_lazy("议案"),
    "leading_group": gettext_lazy("领导小组"),
    "host_unit": gettext_lazy("主办单位"),
    "supervisor_unit": gettext_lazy("督办单位"),
    "copied_to": gettext_lazy("抄送"),
    "unit_groups": gettext_lazy("单位组"),
    "unit_aliases": gettext_lazy("别称"),
}
FIELD_WORDS = {
    "number": gettext_lazy("序号"),
    "title": gettext_lazy("名称"),
    "summary": gettext_lazy("概要"),
    "text": gettext_lazy("原文"),
    "due_text": gettext_lazy("期限原文"),
    "lead_units": gettext_lazy("牵头单位"),
    "responsible_units": gettext_lazy("责任单位"),
    "milestones_open": gettext_lazy("节点未列全"),
    "predecessor": gettext_lazy("上年事项"),
}


def changes_between(loaded: Content, file: Content) -> tuple[Change, ...]:
    return (
        *_head_changes(loaded, file),
        *_deadline_changes(loaded["deadlines"], file["deadlines"]),
        *_task_changes(_by_key(loaded), _by_key(file)),
    )


def new_plan_changes(content: Content) -> tuple[Change, ...]:
    """Everything that a plan brings which is not there yet."""
    document = content["document"]
    title = " ".join(filter(None, (document["number"], document["title"])))
    return (
        Change(Kind.ADDED, str(HEAD_WORDS["document"]), "", "", title),
        *_new_motions(content),
        *_deadline_changes([], content["deadlines"]),
        *_new_tasks(content),
    )


def _new_motions(content: Content) -> Iterator[Change]:
    for motion in content["motions"]:
        facts = {"name": motion["lead_proposer"], "n": motion["proposers"]}
        words = _("%(name)s 领衔，代表 %(n)s 名") % facts
        yield Change(Kind.ADDED, str(HEAD_WORDS["motions"]), "", "", f"{motion['title']} {words}")


def _new_tasks(content: Content) -> Iterator[Change]:
    for _path, task in all_tasks(content["tasks"]):
        place = _task(task)
        for words, units in (
            (_("牵头单位"), task["lead_units"]),
            (_("责任单位"), task["responsible_units"]),
        ):
            if units:
                yield Change(Kind.ADDED, place, words, "", _units(units))
        yield from _named_changes(place, [], task["targets"], _target_lines)
        for name in _milestone_lines(task["milestones"]):
            yield Change(Kind.ADDED, place, _("节点"), "", name)


def _by_key(content: Content) -> dict[str, Content]:
    return {task["key"]: task for _path, task in all_tasks(content["tasks"])}


def _head_changes(loaded: Content, file: Content) -> Iterator[Change]:
    for name, words in HEAD_WORDS.items():
        for row in differences(loaded[name], file[name], name):
            before, after = _said(row.expected), _said(row.found)
            yield Change(_kind(before, after), str(words), row.path, before, after)


def _said(words: str) -> str:
    return "" if words == str(None) else words


def _kind(before: str, after: str) -> Kind:
    if not before:
        return Kind.ADDED
    return Kind.CHANGED if after else Kind.WITHDRAWN


def _deadline_changes(loaded: list[Content], file: list[Content]) -> Iterator[Change]:
    kept = matched_deadlines(
        [(row["kind"], row["due"]) for row in loaded], [(row["kind"], row["due"]) for row in file]
    )
    for place, row in enumerate(file):
        before = loaded[kept[place]] if place in kept else None
        yield from _deadline_change(before, row)
    for place, row in enumerate(loaded):
        if place not in kept.values():
            yield Change(Kind.WITHDRAWN, _deadline(row), "", row["due"], "")


def _deadline_change(before: Content | None, row: Content) -> Iterator[Change]:
    if before is None:
        yield Change(Kind.ADDED, _deadline(row), "", "", row["due"])
        return
    if before["due"] != row["due"]:
        yield Change(Kind.REDATED, _deadline(before), _("期限"), before["due"], row["due"])
    for name, words in (("copies", _("纸质份数")), ("satisfaction_goal", _("满意率目标"))):
        old, new = _said(str(before.get(name))), _said(str(row.get(name)))
        if old != new:
            yield Change(_kind(old, new), _deadline(before), words, old, new)


def _deadline(row: Content) -> str:
    return f"{Deadline.Kind(row['kind']).label} {row['due']}"


def _task_changes(loaded: Mapping[str, Content], file: Mapping[str, Content]) -> Iterator[Change]:
    for key, task in file.items():
        if key in loaded:
            yield from _changes_of_task(loaded[key], task)
        else:
            yield Change(Kind.ADDED, _task(task), "", "", _units(task["lead_units"]))
    for key, task in loaded.items():
        if key not in file:
            yield Change(Kind.WITHDRAWN, _task(task), "", _units(task["lead_units"]), "")


def _changes_of_task(before: Content, task: Content) -> Iterator[Change]:
    place = _task(before)
    for name, words in FIELD_WORDS.items():
        old, new = _field(before.get(name)), _field(task.get(name))
        if old != new:
            yield Change(_kind(old, new), place, str(words), old, new)
    if before["due"] != task["due"]:
        yield Change(Kind.REDATED, place, _("期限"), before["due"] or "", task["due"] or "")
    yield from _named_changes(place, before["targets"], task["targets"], _target_lines)
    yield from _named_changes(place, before["milestones"], task["milestones"], _milestone_lines)


Lines = Callable[[list[Content]], dict[str, str]]


def _named_changes(
    place: str, before: list[Content], after: list[Content], lines: Lines
) -> Iterator[Change]:
    old, new = lines(before), lines(after)
    for name in [*new, *(name for name in old if name not in new)]:
        if old.get(name) != new.get(name):
            said = old.get(name, ""), new.get(name, "")
            yield Change(_kind(*said), place, name, *said)


def _target_lines(targets: list[Content]) -> dict[str, str]:
    """What each target asks for, and what of it each unit has been given."""
    lines = {}
    for target in targets:
        lines[target["name"]] = _bounds(target, target["unit"]) or target["unit"]
        for part in target["allocations"]:
            lines[f"{target['name']} {part['unit']}"] = _bounds(part, target["unit"])
    return lines


def _bounds(row: Content, unit: str) -> str:
    low, high = (None if row[k] is None else Decimal(row[k]) for k in ("minimum", "maximum"))
    return bounds_words(Target(minimum=low, maximum=high), unit)


def _milestone_lines(milestones: list[Content]) -> dict[str, str]:
    names = [f"{Milestone.Kind(row['kind']).label} {row['name']}" for row in milestones]
    return dict(zip(names, names, strict=True))


def _task(task: Content) -> str:
    return f"{task['number']} {task['title']}"


def _units(names: list[str]) -> str:
    return _("、").join(names)


def _field(value: Any) -> str:
    if isinstance(value, list):
        return _units(value)
    if isinstance(value, dict):
        return " ".join(map(str, value.values()))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return value or ""
