"""A plan from a workbook: the same content, checked by the same rules, with cells instead of paths."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from common.table_reader import Line, read_tables
from common.tables import Table
from tasks.planfile import sheets
from tasks.planfile.errors import Finding, PlanFileRefusedError
from tasks.planfile.read import canonical, findings_in

Content = dict[str, Any]
# Where to look for what has no cell: an empty list, a missing name.
SHEETS_OF_LISTS = {
    "motions": sheets.MOTIONS.title,
    "leading_group": sheets.LEADING_GROUP.title,
    "unit_groups": sheets.UNIT_GROUPS.title,
    "unit_aliases": sheets.UNIT_ALIASES.title,
    "deadlines": sheets.DEADLINES.title,
    "tasks": sheets.TASKS.title,
}


def read_plan_workbook(data: bytes) -> Content:
    """The checked, canonical content; raises PlanFileRefusedError with every finding."""
    tables = read_tables(data, sheets.TABLES)
    if tables.findings:
        raise PlanFileRefusedError(tables.findings)
    plan = _Plan(tables.lines)
    findings = plan.findings or [
        Finding(plan.place_of(finding.path), finding.found, finding.expected)
        for finding in findings_in(plan.content)
    ]
    if findings:
        raise PlanFileRefusedError(findings)
    return canonical(plan.content)


# -- from lines to a plan ----------------------------------------------------------------------------


class _Plan:
    """Puts the lines together. `places` leads from a path in the content back to its cell."""

    def __init__(self, tables: dict[str, list[Line]]) -> None:
        self.tables = tables
        self.findings: list[Finding] = []
        self.places = dict(SHEETS_OF_LISTS)
        self.tasks: dict[str, tuple[str, Content]] = {}
        self.targets: dict[tuple[str, str], tuple[str, Content]] = {}
        self.content = self._content()

    def place_of(self, path: str) -> str:
        """The cell of a path, or of the nearest thing around it."""
        while path and path not in self.places:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.places.get(path, sheets.DOCUMENT.title)

    def _content(self) -> Content:
        document = self._document()
        content = {
            **document,
            "motions": self._list("motions", sheets.MOTIONS),
            "unit_groups": self._unit_groups(),
            "unit_aliases": self._unit_aliases(),
            "deadlines": self._deadlines(),
            "tasks": self._tasks(),
        }
        self._parties()
        self._targets()
        self._allocations()
        self._milestones()
        return content

    def _document(self) -> Content:
        lines = self.tables[sheets.DOCUMENT.title]
        if len(lines) != 1:
            found = _("%s 行") % len(lines)
            raise PlanFileRefusedError([Finding(sheets.DOCUMENT.title, found, _("表头下面一行"))])
        line = lines[0]
        top = ("format", "id", "host_unit", "supervisor_unit")
        inner = ("number", "title", "issuer", "signed", "issued", "session")
        self._note(line, "", *top)
        self._note(line, "document.", *inner)
        self._note(line, "leading_group.", "office_unit", "office_director")
        self._note(line, "", "copied_to", "kind")
        copied_to = (line["copied_to"] or "").splitlines()
        return {
            **line.take(*top),
            **(line.take("kind") if line["kind"] else {}),
            "document": line.take(*inner),
            "leading_group": self._leading_group(line),
            "copied_to": [name.strip() for name in copied_to if name.strip()],
        }

    def _leading_group(self, line: Line) -> Content | None:
        office = line.take("office_unit", "office_director")
        members = self._list("leading_group.members", sheets.LEADING_GROUP)
        return {**office, "members": members} if members or any(office.values()) else None

    def _unit_groups(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for line in self._named(sheets.UNIT_GROUPS, "group"):
            names = groups.setdefault(line["group"], [])
            self._note_member("unit_groups", line, "group", f"[{len(names)}]")
            names.append(line["unit"])
        return groups

    def _unit_aliases(self) -> dict[str, str]:
        aliases: dict[str, str] = {}
        for line in self._named(sheets.UNIT_ALIASES, "alias"):
            self._note_member("unit_aliases", line, "alias", "")
            if line["alias"] in aliases:
                self._wrong(line, "alias", _("每个别称一行"))
            aliases[line["alias"]] = line["unit"]
        return aliases

    def _deadlines(self) -> list[Content]:
        rows = self._list("deadlines", sheets.DEADLINES)
        optional = ("copies", "satisfaction_goal")
        return [
            {key: value for key, value in row.items() if value is not None or key not in optional}
            for row in rows
        ]

    def _tasks(self) -> list[Content]:
        tasks: list[Content] = []
        for line in self._lines(sheets.TASKS):
            values = dict(line.values)
            parent = values.pop("parent")
            siblings, within = tasks, "tasks"
            if parent is not None:
                if parent not in self.tasks:
                    self._wrong(line, "parent", _("上面某一行的标识"))
                    continue
                path, above = self.tasks[parent]
                siblings, within = above["items"], f"{path}.items"
            path = f"{within}[{len(siblings)}]"
            lists: Content = {
                key: []
                for key in ("lead_units", "responsible_units", "targets", "milestones", "items")
            }
            task = {
                **self._predecessor(values, line, path),
                **values,
                "milestones_open": bool(values["milestones_open"]),
                **lists,
            }
            siblings.append(task)
            self.tasks.setdefault(task["key"], (path, task))
            self._note_line(line, path)
        return tasks

    def _predecessor(self, values: Content, line: Line, path: str) -> Content:
        """Out of two cells, which are taken out of the task's values; nothing where both are empty."""
        named = {key: values.pop(f"predecessor_{key}") for key in ("plan", "key")}
        for key in named:
            self.places[f"{path}.predecessor.{key}"] = line.places[f"predecessor_{key}"]
        return {"predecessor": named} if any(named.values()) else {}

    def _parties(self) -> None:
        for line in self._lines(sheets.PARTIES):
            for path, task in self._task_of(line):
                names = task[line["role"]]
                self.places[f"{path}.{line['role']}[{len(names)}]"] = line.places["unit"]
                names.append(line["unit"])

    def _targets(self) -> None:
        for line in self._lines(sheets.TARGETS):
            for path, task in self._task_of(line):
                place = f"{path}.targets[{len(task['targets'])}]"
                target = {**line.take("name", "unit", "minimum", "maximum"), "allocations": []}
                task["targets"].append(target)
                self.targets.setdefault((line["task"], line["name"]), (place, target))
                self._note_line(line, place)

    def _allocations(self) -> None:
        for line in self._lines(sheets.ALLOCATIONS):
            found = self.targets.get((line["task"], line["target"]))
            if found is None:
                self._wrong(line, "target", _("“目标”表中这项任务的指标"))
                continue
            place, target = found
            self._note_line(line, f"{place}.allocations[{len(target['allocations'])}]")
            target["allocations"].append(line.take("unit", "minimum", "maximum"))

    def _milestones(self) -> None:
        for line in self._lines(sheets.MILESTONES):
            for path, task in self._task_of(line):
                self._note_line(line, f"{path}.milestones[{len(task['milestones'])}]")
                task["milestones"].append(line.take("kind", "name"))

    def _task_of(self, line: Line) -> Iterator[tuple[str, Content]]:
        """The task that a line belongs to; nothing, and a finding, when there is none."""
        if line["task"] in self.tasks:
            yield self.tasks[line["task"]]
        else:
            self._wrong(line, "task", _("“任务”表中的标识"))

    def _list(self, path: str, table: Table) -> list[Content]:
        lines = list(self._lines(table))
        for index, line in enumerate(lines):
            self._note_line(line, f"{path}[{index}]")
        return [dict(line.values) for line in lines]

    def _named(self, table: Table, key: str) -> Iterator[Line]:
        """Lines with a name to file them under."""
        for line in self._lines(table):
            if line[key] is None:
                self._wrong(line, key, _("名称"))
            else:
                yield line

    def _note_member(self, within: str, line: Line, key: str, index: str) -> None:
        """A Chinese name in a path is written in one of two ways."""
        for path in (f"{within}.{line[key]}", f"{within}['{line[key]}']"):
            self.places.setdefault(path, line.places[key])
            self.places[path + index] = line.places["unit"]

    def _lines(self, table: Table) -> list[Line]:
        return self.tables[table.title]

    def _note_line(self, line: Line, path: str) -> None:
        self.places[path] = line.place
        self._note(line, f"{path}.", *line.places)

    def _note(self, line: Line, prefix: str, *keys: str) -> None:
        self.places |= {f"{prefix}{key}": line.places[key] for key in keys}

    def _wrong(self, line: Line, key: str, expected: str) -> None:
        self.findings.append(line.finding(key, expected))
