"""A plan from a workbook: the same content, checked by the same rules, with cells instead of paths."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.workbook_reader import ReadCell, Row, WorkbookRefusedError, read_workbook
from tasks.planfile import sheets
from tasks.planfile.cells import UnclearError, value_of
from tasks.planfile.errors import Finding, PlanFileRefusedError
from tasks.planfile.read import canonical, findings_in
from tasks.planfile.sheets import Column, Table

Content = dict[str, Any]
# A sheet that exports of the portal may carry beside the others.
IGNORED_SHEETS = frozenset({"说明"})
# Where to look for what has no cell: an empty list, a missing name.
SHEETS_OF_LISTS = {
    "motions": sheets.MOTIONS.title,
    "leading_group": sheets.LEADING_GROUP.title,
    "unit_groups": sheets.UNIT_GROUPS.title,
    "unit_aliases": sheets.UNIT_ALIASES.title,
    "deadlines": sheets.DEADLINES.title,
    "tasks": sheets.TASKS.title,
}


@dataclass(frozen=True)
class Line:
    """One row of a sheet: what it says by key, and where each cell stands."""

    values: Content
    places: dict[str, str]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def take(self, *keys: str) -> Content:
        return {key: self.values[key] for key in keys}


def read_plan_workbook(data: bytes) -> Content:
    """The checked, canonical content; raises PlanFileRefusedError with every finding."""
    try:
        book = read_workbook(data)
    except WorkbookRefusedError as error:
        found, expected = error.facts["found"], error.facts["expected"]
        raise PlanFileRefusedError([Finding("XLSX", found, expected)]) from error
    plan = _Plan(_tables(book))
    findings = plan.findings or [
        Finding(plan.place_of(finding.path), finding.found, finding.expected)
        for finding in findings_in(plan.content)
    ]
    if findings:
        raise PlanFileRefusedError(findings)
    return canonical(plan.content)


# -- from cells to lines -----------------------------------------------------------------------------


def _tables(book: dict[str, list[Row]]) -> dict[str, list[Line]]:
    titles = [table.title for table in sheets.TABLES]
    findings = [
        Finding(title, _("没有这个工作表"), _("全部工作表：%s") % _("、").join(titles))
        for title in titles
        if title not in book
    ]
    findings += [
        Finding(title, _("多出的工作表"), _("只有：%s") % _("、").join(titles))
        for title in book
        if title not in titles and title not in IGNORED_SHEETS
    ]
    lines = {
        table.title: list(_lines(table, book[table.title], findings))
        for table in sheets.TABLES
        if table.title in book
    }
    if findings:
        raise PlanFileRefusedError(findings)
    return lines


def _lines(table: Table, rows: list[Row], findings: list[Finding]) -> Iterator[Line]:
    headers = {_letters(cell): cell for cell in rows[0]} if rows else {}
    columns = {column.header: column for column in table.columns}
    by_letter: dict[str, Column] = {}
    for letters, cell in headers.items():
        column = columns.pop(str(cell.value).strip(), None)
        if column is None:
            findings.append(_finding(table, cell, _("表头：%s") % _("、").join(_headers(table))))
        else:
            by_letter[letters] = column
    missing = [header for header, column in columns.items() if not column.is_optional]
    findings += [Finding(f"{table.title}!1", _("没有这一列"), header) for header in missing]
    if not missing:
        for row in rows[1:]:
            yield _line(table, row, by_letter, findings)


def _line(table: Table, row: Row, by_letter: dict[str, Column], findings: list[Finding]) -> Line:
    values: Content = {column.key: None for column in table.columns}
    places = {column.key: _place(table, row[0]) for column in table.columns}
    for cell in row:
        column = by_letter.get(_letters(cell))
        if column is None:
            findings.append(_finding(table, cell, _("空：这一列没有表头")))
        elif cell.formula:
            findings.append(_finding(table, cell, _("值，而不是公式")))
        else:
            places[column.key] = _place(table, cell)
            try:
                values[column.key] = value_of(column, cell.value)
            except UnclearError as error:
                findings.append(_finding(table, cell, str(error)))
    return Line(values, places)


def _headers(table: Table) -> list[str]:
    return [column.header for column in table.columns]


def _letters(cell: ReadCell) -> str:
    return cell.address.rstrip("0123456789")


def _place(table: Table, cell: ReadCell) -> str:
    return f"{table.title}!{cell.address}"


def _finding(table: Table, cell: ReadCell, expected: str) -> Finding:
    return Finding(_place(table, cell), cell.formula or str(cell.value), expected)


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
        self.places[path] = next(iter(line.places.values()))
        self._note(line, f"{path}.", *line.places)

    def _note(self, line: Line, prefix: str, *keys: str) -> None:
        self.places |= {f"{prefix}{key}": line.places[key] for key in keys}

    def _wrong(self, line: Line, key: str, expected: str) -> None:
        found = "" if line[key] is None else str(line[key])
        self.findings.append(Finding(line.places[key], found, expected))
