"""What a filled-in workbook says of a report's figures beside its draft.

An empty cell and a row that is not there change nothing; whatever else differs is told row by row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.differences import Difference, Row, changes_of
from common.fields import EARLIEST
from common.table_reader import Line
from common.tables import Finding
from reports.loading.tables import figure_parts, progress_targets, report_facts
from reports.long_text import MOST_EVIDENCE
from reports.models import Filing, Part
from reports.services.drafting import FigureEntry, MilestoneEntry, PartContent
from tasks.models import Milestone, Target
from tasks.models.target import FIGURE_DECIMALS, FIGURE_DIGITS

FIGURE_LABELS = (
    ("value", gettext_lazy("累计完成数")),
    ("as_of", gettext_lazy("截至日期")),
)
MILESTONE_LABELS = (
    ("done", gettext_lazy("已完成")),
    ("done_on", gettext_lazy("完成日期")),
    ("evidence", gettext_lazy("依据")),
)


@dataclass
class _Draft:
    """A part as it will be: its own rows, over which those of the file are laid."""

    part: Part
    figures: dict[int, FigureEntry]
    milestones: dict[int, MilestoneEntry]
    is_changed: bool = False

    def content(self) -> PartContent:
        part = self.part
        return PartContent(
            narrative=part.narrative,
            problems=part.problems,
            is_nil=part.is_nil,
            figures=tuple(self.figures.values()),
            milestones=tuple(self.milestones.values()),
            explanations={row.warning: row.text for row in part.explanations.all()},
        )


@dataclass
class ComparedFigures:
    rows: list[Row] = field(default_factory=list)
    drafts: list[_Draft] = field(default_factory=list)

    @property
    def difference(self) -> Difference:
        return Difference(tuple(self.rows))

    def changed_parts(self) -> Iterator[tuple[Part, PartContent]]:
        for draft in self.drafts:
            if draft.is_changed:
                yield draft.part, draft.content()


def findings_of_report(filing: Filing, lines: Sequence[Line]) -> list[Finding]:
    """Whether the workbook is that of this very report."""
    if len(lines) != 1:
        return [Finding("报告", _("%s 行") % len(lines), _("表头下面一行"))]
    (line,) = lines
    expected = report_facts(filing)
    return [line.finding(key, value) for key, value in expected.items() if line[key] != value]


def compare_figures(
    filing: Filing, figures: Sequence[Line], milestones: Sequence[Line], *, today: date
) -> ComparedFigures:
    comparison = _Comparison(filing, today)
    comparison.compared.rows = [
        *(comparison.figure_row(line) for line in figures),
        *(comparison.milestone_row(line) for line in milestones),
    ]
    return comparison.compared


class _Comparison:
    def __init__(self, filing: Filing, today: date) -> None:
        self.today = today
        self.compared = ComparedFigures(drafts=[_draft_of(part) for part in figure_parts(filing)])
        self.targets: dict[tuple[str, str], tuple[_Draft, Target]] = {}
        self.milestones: dict[tuple[str, str, str], tuple[_Draft, Milestone]] = {}
        for draft in self.compared.drafts:
            task = draft.part.obligation.task
            for target in progress_targets(draft.part):
                self.targets[task.key, target.name] = draft, target
            for milestone in task.milestones.all():
                self.milestones[task.key, milestone.kind, milestone.name] = draft, milestone
        self.seen: set[tuple[str | None, ...]] = set()

    def _place_findings(
        self, line: Line, key: tuple[str | None, ...], found: object, column: str
    ) -> Iterator[Finding]:
        if found is None:
            yield line.finding(column, _("本单位汇总的事项和指标（请从平台下载工作簿）"))
        if key in self.seen:
            yield line.finding(column, _("每项一行，前面已经有这一项"))
        self.seen.add(key)

    # -- figures ---------------------------------------------------------------------------------

    def figure_row(self, line: Line) -> Row:
        key = (line["task"], line["target"])
        found = self.targets.get(key)
        findings = list(self._place_findings(line, key, found, "target"))
        subject = _subject(line["task"], line["target"])
        if findings or found is None:
            return Row(line.place, subject, findings=tuple(findings))
        draft, target = found
        subject = _subject(draft.part.obligation.task, target)
        there = draft.figures.get(target.pk)
        findings = list(self._figure_findings(line, there))
        if findings:
            return Row(line.place, subject, findings=tuple(findings))
        entry = _figure_entry(line, target, there)
        before = {"value": there and there.value, "as_of": there and there.as_of}
        after = {"value": entry and entry.value, "as_of": entry and entry.as_of}
        changes = changes_of(FIGURE_LABELS, before, after)
        if changes and draft.part.is_locked:
            return Row(line.place, subject, findings=(_locked(line, "value"),))
        if changes and entry is not None:
            draft.figures[target.pk], draft.is_changed = entry, True
        return Row(line.place, subject, changes, is_new=there is None)

    def _figure_findings(self, line: Line, there: FigureEntry | None) -> Iterator[Finding]:
        value: Decimal | None = line["value"]
        if value is not None:
            yield from _value_findings(line, value)
            if line["as_of"] is None and there is None:
                yield line.finding("as_of", _("填了完成数，还要填截至日期"))
        elif line["as_of"] is not None and there is None:
            yield line.finding("value", _("填了截至日期，还要填完成数"))
        yield from self._day_findings(line, "as_of")

    def _day_findings(self, line: Line, key: str) -> Iterator[Finding]:
        day = _day(line[key])
        if day is not None and not EARLIEST <= day <= self.today:
            yield line.finding(key, _("今天（%s）或以前的日期") % self.today)

    # -- milestones ------------------------------------------------------------------------------

    def milestone_row(self, line: Line) -> Row:
        key = (line["task"], line["kind"], line["name"])
        found = self.milestones.get(key)
        findings = list(self._place_findings(line, key, found, "name"))
        if findings or found is None:
            subject = _subject(line["task"], line["name"])
            return Row(line.place, subject, findings=tuple(findings))
        draft, milestone = found
        subject = _subject(draft.part.obligation.task, milestone)
        there = draft.milestones.get(milestone.pk)
        findings = list(self._milestone_findings(line))
        if findings:
            return Row(line.place, subject, findings=tuple(findings))
        entry = _milestone_entry(line, milestone, there)
        changes = changes_of(MILESTONE_LABELS, _said_of(there), _said_of(entry))
        if changes and draft.part.is_locked:
            return Row(line.place, subject, findings=(_locked(line, "done"),))
        if changes:
            draft.milestones.pop(milestone.pk, None)
            draft.milestones |= {milestone.pk: entry} if entry else {}
            draft.is_changed = True
        return Row(line.place, subject, changes, is_new=there is None)

    def _milestone_findings(self, line: Line) -> Iterator[Finding]:
        if line["done"] is False and line["done_on"] is not None:
            yield line.finding("done", _("有完成日期的填“是”"))
        if len(line["evidence"] or "") > MOST_EVIDENCE:
            yield line.finding("evidence", _("不超过 %s 字") % MOST_EVIDENCE)
        yield from self._day_findings(line, "done_on")


def _draft_of(part: Part) -> _Draft:
    return _Draft(
        part,
        {
            row.target_id: FigureEntry(row.target_id, row.value, row.as_of)
            for row in part.figures.all()
        },
        {
            row.milestone_id: MilestoneEntry(row.milestone_id, row.done_on, row.evidence)
            for row in part.milestone_results.all()
        },
    )


def _figure_entry(line: Line, target: Target, there: FigureEntry | None) -> FigureEntry | None:
    value, as_of = line["value"], _day(line["as_of"])
    if there is not None:
        value = there.value if value is None else value
        as_of = as_of or there.as_of
    return None if value is None or as_of is None else FigureEntry(target.pk, value, as_of)


def _milestone_entry(
    line: Line, milestone: Milestone, there: MilestoneEntry | None
) -> MilestoneEntry | None:
    if line["done"] is False:
        return None
    done_on, evidence = _day(line["done_on"]), line["evidence"] or ""
    if not (line["done"] or done_on or evidence):
        return there
    if there is not None:
        done_on, evidence = done_on or there.done_on, evidence or there.evidence
    return MilestoneEntry(milestone.pk, done_on, evidence)


def _said_of(entry: MilestoneEntry | None) -> dict[str, object]:
    if entry is None:
        return {}
    return {"done": True, "done_on": entry.done_on, "evidence": entry.evidence}


def _value_findings(line: Line, value: Decimal) -> Iterator[Finding]:
    if value < 0:
        yield line.finding("value", _("不小于 0 的数"))
    try:
        DecimalValidator(FIGURE_DIGITS, FIGURE_DECIMALS)(value)
    except ValidationError as error:
        yield line.finding("value", " ".join(error.messages))


def _locked(line: Line, key: str) -> Finding:
    return line.finding(
        key, _("不改：这一部分已审核通过，如有差错，请在整份报告审核通过后申请更正")
    )


def _subject(*words: object) -> str:
    return " · ".join(str(word) for word in words if word)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
