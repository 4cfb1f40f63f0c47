"""The parts of the summary in their order, each under its number."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from common.official.content import (
    Block,
    Form,
    Heading,
    KeyFigures,
    Notes,
    Paper,
    Paragraph,
    Table,
    numbered,
)
from common.templatetags.portal import moment
from dashboards.exports import columns as c
from dashboards.exports import reply_tables as r
from dashboards.exports.cover import SHORT, Cover
from dashboards.exports.hand_out import extension_columns, waiting_columns
from dashboards.exports.ledger import Ledger
from dashboards.exports.rows import correction_rows
from dashboards.exports.summary import tables as t
from dashboards.exports.summary.filed import filed, late
from dashboards.exports.summary.leaves import leaves
from dashboards.exports.summary.overview import overview
from dashboards.exports.summary.targets import targets
from dashboards.standing import PlanStanding
from replies.rate_words import rate_figures

OF_CORRECTIONS = ("number", "title", "unit", "stage", "what", "before", "after", "accepted_at")
OF_NOTICES = ("unit", "title", "level", "state", "due", "ended_at")
OF_DIFFICULTIES = ("unit", "number", "what", "state", "holder", "age", "instructed", "due")
OF_WAITING = ("unit", "number", "due", "overdue")
OF_EXTENSIONS = ("unit", "what", "original", "asked", "state", "granted", "words")
OF_FINDINGS = ("kind", "subject", "where", "says", "other_where", "other_says", "words")
OF_MOTIONS = ("motion", "due", "replied", "again", "contacted") + (
    "satisfied",
    "basically",
    "not",
    "silent",
)
OF_PROMISES = ("text", "unit", "printed", "due", "state", "kept")
OF_DATES = ("due", "kind", "stage", "open", "total", "workdays")

Part = tuple[str, Iterable[Block]]


def summary_paper(ledger: Ledger, cover: Cover) -> Paper:
    """One unit's strange character does not hold up the whole: it is replaced and listed."""
    return Paper(
        form=Form.SUMMARY,
        issuer=cover.taken_by,
        title=_("议案办理督办摘要"),
        blocks=tuple(_blocks(ledger)),
        subtitle=tuple(_subtitle(cover)),
        status=cover.sample_words,
        is_sample=cover.is_sample,
        name=cover.title,
        running=_("%(plan)s %(name)s　%(scope)s　截至 %(as_of)s")
        % {
            "plan": str(ledger.standing.plan)[:SHORT],
            "name": cover.name,
            "scope": cover.scope[:SHORT],
            "as_of": cover.as_of,
        },
        stands_in=True,
    )


def _subtitle(cover: Cover) -> Iterator[str]:
    yield "　".join(filter(None, (cover.plan_number, cover.plan_title)))
    yield _("范围：%(scope)s　截至：%(as_of)s") % {"scope": cover.scope, "as_of": cover.as_of}
    yield _("口径：%(basis)s") % {"basis": cover.basis}
    taken = _("印发：%(by)s　%(at)s") if cover.issued_by else _("导出：%(by)s　%(at)s")
    yield taken % {"by": cover.taken_by, "at": cover.taken_at}


def _blocks(ledger: Ledger) -> Iterator[Block]:
    parts = (part for part in _parts(ledger) if part is not None)
    for place, (title, blocks) in enumerate(parts, start=1):
        yield Heading(numbered(1, place) + title)
        yield from blocks


def _parts(ledger: Ledger) -> Iterator[Part | None]:
    standing = ledger.standing
    yield _("总体情况"), overview(standing)
    yield _("报送情况"), filed(standing)
    yield _("逾期和迟报"), late(standing)
    yield _corrections(standing)
    yield _("督办和困难"), _supervised(standing)
    yield _("下一步期限"), _dates(standing)
    yield _hand_out(standing)
    yield _answering(standing)
    if any(leaf.progress_targets for leaf in standing.leaves):
        yield _("目标完成情况"), targets(standing)
    yield _("各事项情况"), leaves(ledger)
    yield _("数据核验"), _findings(ledger)
    yield _("口径说明"), [Notes(tuple(_notes(standing)))]


def _corrections(standing: PlanStanding) -> Part | None:
    rows = tuple(correction_rows(standing.leaves, standing.corrections))
    if not rows:
        return None
    caption = _("阶段结账以后才审核通过的内容；结账时的数不变，两个数并列")
    table = t.paper_table(
        c.correction_columns(), rows, OF_CORRECTIONS, t.CORRECTIONS, caption=caption
    )
    return _("结账后更正"), [table]


def _supervised(standing: PlanStanding) -> Iterator[Block]:
    caption = _("督办件：级别和状态为截至时刻的")
    notices = t.paper_table(
        c.notice_columns(), standing.notices, OF_NOTICES, t.NOTICES, caption=caption
    )
    yield _or_words(notices, _("没有发出督办。"))
    caption = _("单位报告的困难：先报告的在前，已过工作日算到办结或者截至时刻")
    difficulties = t.paper_table(
        c.difficulty_columns(),
        standing.difficulties,
        OF_DIFFICULTIES,
        t.DIFFICULTIES,
        caption=caption,
    )
    yield _or_words(difficulties, _("没有报告困难。"))


def _dates(standing: PlanStanding) -> Iterator[Block]:
    caption = _("还有未完成事项的日期")
    rows = standing.dates_ahead
    marked = ("provisional",) if any(row.is_provisional for row in rows) else ()
    table = t.paper_table(c.date_columns(), rows, (*OF_DATES, *marked), t.DATES, caption=caption)
    yield _or_words(table, _("这一时刻以后没有未完成的期限。"))


def _hand_out(standing: PlanStanding) -> Part | None:
    found = standing.hand_out
    if not found.handed_at and not found.extensions:
        return None
    return _("交办、签收和延期"), _handed_out(standing)


def _handed_out(standing: PlanStanding) -> Iterator[Block]:
    found = standing.hand_out
    if found.handed_at:
        counts = found.counts
        yield Paragraph(
            _(
                "%(moment)s 交办。共 %(total)s 项：已签收 %(done)s 项，未签收 %(open)s 项，"
                "退回待重新交办 %(returned)s 项。"
            )
            % {
                "moment": moment(found.handed_at),
                "total": counts.total,
                "done": counts.confirmed,
                "open": counts.unconfirmed,
                "returned": counts.returned,
            }
        )
    waiting = t.paper_table(
        waiting_columns(), found.waiting, OF_WAITING, t.WAITING, caption=_("还没有签收的单位")
    )
    if found.handed_at and waiting.rows:
        yield waiting
    extensions = t.paper_table(
        extension_columns(), found.extensions, OF_EXTENSIONS, t.EXTENSIONS, caption=_("延期申请")
    )
    if extensions.rows:
        yield extensions


def _answering(standing: PlanStanding) -> Part | None:
    replies = standing.replies
    if replies is None or not replies.motions:
        return None
    rates = tuple((row.label, row.value, row.note) for row in rate_figures(replies))
    motions = t.paper_table(
        r.motion_columns(), replies.motions, OF_MOTIONS, t.MOTIONS, caption=_("逐件议案")
    )
    promises = t.paper_table(
        r.promise_columns(), replies.promises, OF_PROMISES, t.PROMISES, caption=_("承诺事项")
    )
    empty = _("还没有列入台账的承诺事项。")
    return _("答复代表"), [KeyFigures(rates), motions, _or_words(promises, empty)]


def _findings(ledger: Ledger) -> Iterator[Block]:
    caption = _("互相矛盾的地方，两处来源并列；平台不自动更正，已说明的仍列出")
    table = t.paper_table(
        c.finding_columns(), ledger.findings, OF_FINDINGS, t.FINDINGS, caption=caption
    )
    yield _or_words(table, _("没有发现互相矛盾的地方。"))


def _or_words(table: Table, words: str) -> Block:
    return table if table.rows else Paragraph(words)


def _notes(standing: PlanStanding) -> Iterator[str]:
    yield _(
        "完成数为全年累计数，各阶段不相加；每个数注明截至日期。只有经办公室审核通过的数计入完成数和完成率。"
    )
    if standing.with_submitted:
        yield _("待审核数是已审签报送、办公室尚未审核的数，单列，不计入完成率。")
    else:
        yield _("本件不含已报送、尚未审核的数字和文字。")
    yield _(
        "序时应达＝目标×截至日是全年第几天÷全年天数；没有已审核数的不作判断。项目数和总投资说明规模，不计进度。"
    )
    yield _(
        "首次审签报送不晚于期限当天 24:00 为按时；退回补正不改变是否按时。期限未到的不计入按时报送率。"
    )
    marks = [row.is_provisional for row in standing.filings]
    if any(marks) or any(row.is_provisional for row in standing.dates_ahead):
        yield _("标“暂定”的日期：当年的节假日安排尚未公布，工作日按周一至周五暂计。")
    yield _("报送、审核、撤回和计划都按截至时刻的情况列出。没有审签的草稿不在本件之内。")
    yield _(
        "见面率＝答复前面商过的代表÷全部代表；办复率＝已答复的议案÷应答复的议案；满意率＝满意和基本满意÷已评价的代表，没有评价的单列；落实率＝已销号的承诺÷全部承诺。"
    )
    yield _(
        "已结账的阶段以结账时的数字为准；结账后审核通过的更正单列，新旧两个数并列，不计入完成数。"
    )
