"""What looks wrong in a part. Each is corrected or explained by the clerk; none blocks for good."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from common.templatetags.portal import figure
from reports.models import ContributionVersion, Part
from tasks.goals import ceiling_of, gathers_figures

# What stands before the colon of a key, or is all of it.
CODES = frozenset(
    {"nil_with_content", "empty", "missing", "falls", "over", "differs", "undated", "unproven"}
)


@dataclass(frozen=True)
class EarlierFigure:
    """The figure of an earlier stage or version for one target."""

    value: Decimal
    as_of: date
    is_accepted: bool


@dataclass(frozen=True)
class PartWarning:
    key: str
    words: str
    explanation: str


@dataclass(frozen=True)
class Share:
    """What the responsible units' contributions say of one target together.

    `as_of` is the latest of their dates: running totals only grow, so by then it is at least `total`.
    """

    total: Decimal
    as_of: date
    versions: tuple[ContributionVersion, ...]


EarlierFigures = Mapping[int, EarlierFigure]
Shares = Mapping[int, Share]


def warnings_of(part: Part, earlier: EarlierFigures, shares: Shares) -> list[PartWarning]:
    """Needs everything of `parts_to_check` prefetched. `earlier` and `shares` are by target id."""
    explained = {row.warning: row.text for row in part.explanations.all()}
    found = _found(part, earlier, shares)
    return [PartWarning(key, words, explained.get(key, "")) for key, words in found]


def _found(part: Part, earlier: EarlierFigures, shares: Shares) -> Iterator[tuple[str, str]]:
    if part.is_locked:
        return
    if part.is_nil:
        if _says_something(part):
            yield "nil_with_content", _("声明“无情况可报”，却填了内容")
        return
    if not part.narrative.strip():
        yield "empty", _("没有写进展情况")
    if gathers_figures(part.obligation.task, part.obligation.unit_id):
        yield from _figure_findings(part, earlier)
        yield from _differences(part, shares)
        yield from _milestone_findings(part)


def _says_something(part: Part) -> bool:
    words = part.narrative.strip() or part.problems.strip()
    return bool(words or part.figures.all() or part.milestone_results.all())


def _figure_findings(part: Part, earlier: EarlierFigures) -> Iterator[tuple[str, str]]:
    figures = {row.target_id: row for row in part.figures.all()}
    for target in part.obligation.task.targets.all():
        if target.is_scope:
            continue
        row = figures.get(target.pk)
        if row is None:
            yield f"missing:{target.pk}", _("“%s”没有填完成数") % target.name
            continue
        before = earlier.get(target.pk)
        if before and row.value < before.value:
            yield (
                f"falls:{target.pk}",
                _("“%(target)s”累计数 %(now)s 比上次的 %(before)s 小")
                % {"target": target.name, "now": figure(row.value), "before": figure(before.value)},
            )
        ceiling = ceiling_of(target)
        if ceiling is not None and row.value > ceiling:
            yield (
                f"over:{target.pk}",
                _("“%(target)s”完成数 %(now)s 超过目标 %(goal)s")
                % {"target": target.name, "now": figure(row.value), "goal": figure(ceiling)},
            )


def _differences(part: Part, shares: Shares) -> Iterator[tuple[str, str]]:
    for row in part.figures.all():
        share = shares.get(row.target_id)
        if share is None or share.total == row.value:
            continue
        facts = {
            "target": row.target,
            "now": figure(row.value),
            "n": len(share.versions),
            "total": figure(share.total),
        }
        words = _("“%(target)s”填 %(now)s，%(n)s 个责任单位函告合计 %(total)s") % facts
        yield f"differs:{row.target_id}", words


def _milestone_findings(part: Part) -> Iterator[tuple[str, str]]:
    has_files = bool(part.attachments.all())
    for row in part.milestone_results.all():
        if row.done_on is None:
            yield f"undated:{row.milestone_id}", _("“%s”报完成，没有日期") % row.milestone
        if not row.evidence.strip() and not has_files:
            yield f"unproven:{row.milestone_id}", _("“%s”报完成，没有依据或附件") % row.milestone
