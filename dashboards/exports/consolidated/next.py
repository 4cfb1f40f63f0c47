"""五、下一步工作: from the board, what is open and what comes next."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from common.official.content import Block, Paragraph
from common.templatetags.portal import day
from dashboards.exports.consolidated.stage import StageReport
from dashboards.exports.words import acting_words
from tasks.models import Obligation


def next_steps(report: StageReport) -> Iterator[Block]:
    lines = list(_lines(report))
    if not lines:
        yield Paragraph(_("本计划没有未完成的期限。"))
    yield from (Paragraph(f"{number}. {line}") for number, line in enumerate(lines, start=1))


def _lines(report: StageReport) -> Iterator[str]:
    standing = report.standing
    missing = [row for row in standing.laggards if row.acting_unit is not None]
    if missing:
        who = _("；").join(f"{row.filing.unit}（{acting_words(row)}）" for row in missing)
        yield _("本阶段尚未完成的抓紧办结：%s。") % who
    if standing.queue:
        units = _("、").join(str(row.unit) for row in standing.queue)
        yield _("办公室抓紧审核%s的报告。") % units
    for row in report.whole.dates_ahead:
        yield _("%(day)s前完成%(what)s：尚有 %(open)s 项未完成，共 %(total)s 项。") % {
            "day": day(row.due_on),
            "what": _what(row.kind, row.label),
            "open": row.open,
            "total": row.total,
        }


def _what(kind: str, label: str) -> str:
    words = str(Obligation.Kind(kind).label)
    return (
        words
        if kind == Obligation.Kind.REPLY
        else _("%(stage)s%(what)s")
        % {
            "stage": label,
            "what": words,
        }
    )
