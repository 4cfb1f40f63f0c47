"""The units of a workbook beside those that are there: new ones, new names from a day on, other names.

What the file does not mention stays as it is, and so does what a cell leaves empty.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.differences import Change, Difference, Row, changes_of
from common.table_reader import Line
from common.tables import Finding
from units.models import Government, Unit, UnitAlias
from units.services import rename_unit

LABELS = (
    ("name", gettext_lazy("名称")),
    ("renamed_on", gettext_lazy("改名自")),
    ("aliases", gettext_lazy("别称")),
)
LONGEST_NAME = 200


@dataclass
class Planned:
    """`aliases` is None where the cell was empty: they stay."""

    line: Line
    unit: Unit | None
    name: str
    aliases: tuple[str, ...] | None
    renamed_on: date | None
    findings: list[Finding] = field(default_factory=list)
    changes: tuple[Change, ...] = ()

    @property
    def is_renamed(self) -> bool:
        return self.unit is not None and bool(self.name) and self.name != self.unit.name

    @property
    def row(self) -> Row:
        subject = self.unit.name if self.unit else self.name
        findings = tuple(self.findings)
        return Row(self.line.place, subject, self.changes, findings, is_new=self.unit is None)


@dataclass
class ComparedUnits:
    government: Government
    rows: list[Planned]

    @property
    def difference(self) -> Difference:
        return Difference(tuple(planned.row for planned in self.rows))


def compare_units(government: Government, lines: Sequence[Line]) -> ComparedUnits:
    comparison = _Comparison(government)
    planned = [comparison.plan(line) for line in lines]
    for row in planned:
        row.findings += comparison.findings(row)
        if not row.findings:
            row.changes = comparison.changes(row)
    return ComparedUnits(government, planned)


class _Comparison:
    def __init__(self, government: Government) -> None:
        rows = Unit.objects.filter(government=government).select_related("merged_into")
        self.units = {unit.pk: unit for unit in rows}
        self.by_name = {unit.name: unit for unit in self.units.values()}
        self.aliases: dict[int, set[str]] = {}
        for alias in UnitAlias.objects.filter(government=government):
            self.aliases.setdefault(alias.unit_id, set()).add(alias.name)
        self.planned: list[Planned] = []
        self.taken: dict[str, Planned] = {}

    def plan(self, line: Line) -> Planned:
        name = line["name"] or ""
        number = line["id"]
        unit = self.by_name.get(name) if number is None else self.units.get(int(number))
        aliases = line["aliases"]
        day = line["renamed_on"]
        return Planned(
            line,
            unit,
            name,
            aliases if aliases is None else tuple(_lines_of(aliases)),
            date.fromisoformat(day) if day else None,
        )

    def findings(self, row: Planned) -> Iterator[Finding]:
        line = row.line
        if line["id"] is not None and row.unit is None:
            yield line.finding("id", _("本政府一个单位的编号；新单位空着"))
            return
        if not row.name:
            yield line.finding("name", _("单位名称"))
        for key, names in (("name", (row.name,)), ("aliases", row.aliases or ())):
            if any(len(name) > LONGEST_NAME for name in names):
                yield line.finding(key, _("不超过 %s 字") % LONGEST_NAME)
        yield from self._name_findings(row)
        yield from self._rename_findings(row)
        merged = row.unit.merged_into if row.unit else None
        if line["merged_into"] is not None and line["merged_into"] != (merged and merged.name):
            yield line.finding("merged_into", _("空着或者不改：并入用命令 manage.py merge_unit"))

    def _name_findings(self, row: Planned) -> Iterator[Finding]:
        """Every name and every other name belongs to one unit alone."""
        for key, names in (("name", (row.name,)), ("aliases", row.aliases or ())):
            for name in names:
                owner = self._owner_of(name)
                if owner is not None and (row.unit is None or owner != row.unit.pk):
                    yield row.line.finding(key, _("别的单位没有用的名称（%s 已经有单位用）") % name)
                elif self.taken.setdefault(name, row) is not row:
                    yield row.line.finding(key, _("每个名称在文件里只出现一次：%s") % name)
        if row.name in (row.aliases or ()):
            yield row.line.finding("aliases", _("与名称不同的别称"))

    def _owner_of(self, name: str) -> int | None:
        if name in self.by_name:
            return self.by_name[name].pk
        return next((pk for pk, names in self.aliases.items() if name in names), None)

    def _rename_findings(self, row: Planned) -> Iterator[Finding]:
        if row.is_renamed and row.renamed_on is None:
            expected = _("改名从哪一天起（原名 %s）") % (row.unit and row.unit.name)
            yield row.line.finding("renamed_on", expected)
        if row.renamed_on is not None and not row.is_renamed:
            yield row.line.finding("renamed_on", _("空着：名称没有改"))

    def changes(self, row: Planned) -> tuple[Change, ...]:
        there = sorted(self.aliases.get(row.unit.pk, ())) if row.unit else []
        after = there if row.aliases is None else sorted(row.aliases)
        return changes_of(
            LABELS,
            {"name": row.unit and row.unit.name, "aliases": "\n".join(there)},
            {"name": row.name, "renamed_on": row.renamed_on, "aliases": "\n".join(after)},
        )


def _lines_of(text: str) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in text.splitlines() if name.strip()))


# -- written as compared -----------------------------------------------------------------------------


def write_units(compared: ComparedUnits) -> None:
    for row in compared.rows:
        if row.changes:
            _write(compared.government, row)


def _write(government: Government, row: Planned) -> None:
    unit = row.unit
    if unit is None:
        unit = Unit.objects.create(government=government, name=row.name)
    elif row.is_renamed and row.renamed_on is not None:
        unit = rename_unit(unit=unit, name=row.name, on=row.renamed_on)
    if row.aliases is None:
        return
    unit.aliases.exclude(name__in=row.aliases).delete()
    there = set(unit.aliases.values_list("name", flat=True))
    for name in row.aliases:
        if name not in there:
            UnitAlias.objects.create(government=government, unit=unit, name=name)
