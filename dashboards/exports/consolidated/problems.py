"""四、存在的主要问题: what is late, what is behind, what is difficult, what is under supervision."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from common.official.content import Block, Heading, Paragraph, numbered
from common.templatetags.portal import day, figure, percent
from dashboards.charts import row_label
from dashboards.exports.consolidated.stage import StageReport
from dashboards.pages import laggard_lines
from dashboards.supervision import holder_words
from reports.progress import Light
from supervision.selectors.standing import DifficultyStanding
from supervision.words import LEVEL_WORDS

Found = tuple[str, list[str]]


def problems(report: StageReport) -> Iterator[Block]:
    found = [(title, lines) for title, lines in _found(report) if lines]
    if not found:
        yield Paragraph(_("没有逾期、迟报和落后于序时进度的情况，也没有未解决的困难。"))
    for place, (title, lines) in enumerate(found, start=1):
        yield Heading(numbered(2, place) + title, 2)
        yield from (Paragraph(f"{number}. {line}") for number, line in enumerate(lines, start=1))


def _found(report: StageReport) -> Iterator[Found]:
    yield _("报送逾期和迟报"), list(_late(report))
    yield _("落后于序时进度"), list(_behind(report))
    yield _("单位报告的困难"), list(_difficult(report))
    yield _("正在督办"), list(_supervised(report))


def _late(report: StageReport) -> Iterator[str]:
    for line in laggard_lines(report.standing.laggards, is_past=False):
        row = line.laggard
        yield _("%(unit)s%(word)s，期限%(day)s，%(timing)s。") % {
            "unit": row.filing.unit,
            "word": line.word,
            "day": day(row.due_on),
            "timing": line.timing,
        }


def _behind(report: StageReport) -> Iterator[str]:
    for leaf in report.standing.leaves:
        for target in leaf.progress_targets:
            if target.light == Light.BEHIND and target.accepted:
                yield _("%(what)s：截至%(day)s完成 %(value)s %(unit)s，为目标的 %(percent)s。") % {
                    "what": row_label(leaf, target),
                    "day": day(target.accepted.as_of),
                    "value": figure(target.accepted.value),
                    "unit": target.unit,
                    "percent": percent(target.percent),
                }


def _difficult(report: StageReport) -> Iterator[str]:
    for row in report.whole.difficulties:
        if row.ended_at is None:
            yield _("%(unit)s（事项 %(number)s）：%(what)s%(holder)s") % {
                "unit": row.unit,
                "number": row.task.number,
                "what": _as_sentence(row.what),
                "holder": _held(row),
            }


def _held(row: DifficultyStanding) -> str:
    holder = holder_words(row)
    return _("现由%(holder)s办理，已过 %(age)s 个工作日。") % {
        "holder": holder,
        "age": row.age,
    }


def _supervised(report: StageReport) -> Iterator[str]:
    for row in report.standing.notices:
        if row.ended_at is None:
            due = _("，答复期限%s") % day(row.due_on) if row.due_on else ""
            yield f"{row.unit}：{row.title}（{LEVEL_WORDS[row.level]}{due}）。"


def _as_sentence(text: str) -> str:
    words = " ".join(text.split())
    return words if words.endswith(("。", "！", "？")) else words + _("。")
