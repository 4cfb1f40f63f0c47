"""Findings with what was said about them: a line stays listed, also once it is explained."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from dashboards.crosscheck.checks import findings_of
from dashboards.crosscheck.shapes import Finding, Side
from dashboards.crosscheck.words import KIND_WORDS
from dashboards.models import FindingExplanation
from dashboards.standing import PlanStanding


@dataclass(frozen=True)
class FindingLine:
    """`earlier`: words given for facts that have changed since; they explain nothing any more."""

    finding: Finding
    explanation: FindingExplanation | None
    earlier: FindingExplanation | None

    @property
    def kind_words(self) -> str | Promise:
        return KIND_WORDS[self.finding.kind]

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.finding.sides

    @property
    def is_explained(self) -> bool:
        return self.explanation is not None or bool(self.finding.told)

    @property
    def words(self) -> str:
        return self.explanation.text if self.explanation else self.finding.told

    @property
    def by_name(self) -> str:
        return self.explanation.by_name if self.explanation else ""


@dataclass(frozen=True)
class FindingCount:
    open: int
    explained: int

    @property
    def total(self) -> int:
        return self.open + self.explained


def finding_lines(standing: PlanStanding) -> tuple[FindingLine, ...]:
    """What is not explained comes first, otherwise in the order of the checks."""
    said = FindingExplanation.objects.filter(plan=standing.plan, at__lte=standing.at)
    latest = {row.key: row for row in said}
    lines = [_line(finding, latest) for finding in findings_of(standing)]
    return tuple(sorted(lines, key=lambda line: line.is_explained))


def count_of(lines: Iterable[FindingLine]) -> FindingCount:
    lines = tuple(lines)
    explained = sum(line.is_explained for line in lines)
    return FindingCount(len(lines) - explained, explained)


def _line(finding: Finding, latest: Mapping[str, FindingExplanation]) -> FindingLine:
    row = latest.get(finding.key)
    holds = row is not None and row.digest == finding.digest
    return FindingLine(finding, row if holds else None, None if holds else row)
