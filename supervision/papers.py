"""What the bureau sends out on paper: a notice in its colour, as a letter, and the bulletin."""

import re
from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from common.language import for_others
from common.official.content import (
    Block,
    Form,
    Heading,
    Imprint,
    Paper,
    Paragraph,
    Signature,
    numbered,
    paragraphs,
)
from common.templatetags.portal import day, moment
from motions.models import Plan
from reports.papers.names import by_directive, on_paper
from supervision.models import Bulletin, NoticeIssue
from supervision.selectors.notices import issued_on
from supervision.words import LEVEL_WORDS
from supervision.workflow import BulletinStatus, Level, next_level

# 1. 1、 （1） 一、 but not 5.10, which is an item's own number.
NUMBERED = re.compile(r"（?[\d一二三四五六七八九十]+(?:、|）|[.．](?!\d))")


def _bureau(plan: Plan) -> str:
    return on_paper(str(plan.supervisor_unit or ""), plan)


# -- notices -----------------------------------------------------------------------------------------


@for_others()
def notice_paper(issue: NoticeIssue) -> Paper:
    row, bureau = issue.notice, _bureau(issue.notice.plan)
    is_chase = issue.level == Level.CHASE
    return Paper(
        form=Form.LETTER,
        issuer=bureau,
        title=_("催办通知单") if is_chase else _("督办通知单"),
        number=issue.document_number,
        mark=str(LEVEL_WORDS[Level(issue.level)]),
        addressee=on_paper(str(row.unit), row.plan),
        blocks=tuple(_notice_blocks(issue)),
        signature=Signature((bureau,), issued_on(issue)),
        imprint=Imprint(),
        is_sample=row.is_sample,
    )


def _notice_blocks(issue: NoticeIssue) -> Iterator[Block]:
    directive = by_directive(issue.notice.plan)
    yield Paragraph(_("根据%s，现就下列事项通知你单位。") % directive)
    for place, (heading, body) in enumerate(_notice_sections(issue), start=1):
        yield Heading(numbered(1, place) + heading)
        yield from body


def _notice_sections(issue: NoticeIssue) -> Iterator[tuple[str, Sequence[Block]]]:
    yield _("事由"), [Paragraph(_cause(issue))]
    yield _("要求"), paragraphs(issue.text)
    answer = _("请在%s前在平台上答复：经办人填写，负责人审签后报送。") % day(issue.due_on)
    yield _("答复期限"), [Paragraph(answer + _what_follows(issue))]


def _cause(issue: NoticeIssue) -> str:
    title, owed = issue.notice.title, issue.notice.owed
    if owed is None:
        return _("%s。") % title
    words = {"title": title, "due": day(owed.due_on), "on": day(issued_on(issue))}
    if issued_on(issue) > owed.due_on:
        return _("%(title)s，应于%(due)s前办理，截至%(on)s没有办理。") % words
    return _("%(title)s，应于%(due)s前办理。") % words


def _what_follows(issue: NoticeIssue) -> str:
    higher = next_level(issue.level)
    if higher is None:
        return _(
            "这是最高一级督办。整改经核查合格的，降为黄色预警，观察期满以后销号；不合格的，"
            "继续整改，再次核查。"
        )
    words = {"level": LEVEL_WORDS[higher]}
    return _("逾期没有答复，或者经核查没有整改到位的，升级为%(level)s。") % words


# -- bulletins ---------------------------------------------------------------------------------------


@for_others()
def bulletin_paper(row: Bulletin) -> Paper:
    bureau = _bureau(row.plan)
    on = timezone.localdate(row.issued_at) if row.issued_at else None
    return Paper(
        form=Form.RED_HEAD,
        issuer=bureau,
        title=_("关于议案办理情况的督查通报"),
        number=_("第 %s 期") % row.number if row.number else "",
        subtitle=(row.period, _("数据截至%s") % moment(row.as_of)),
        blocks=tuple(_bulletin_blocks(row)),
        signature=Signature((bureau,), on),
        imprint=Imprint(printed_by=bureau, printed_on=on),
        status=_bulletin_status(row),
        is_sample=row.is_sample,
    )


def _bulletin_status(row: Bulletin) -> str:
    if row.status == BulletinStatus.DROPPED:
        return _("已作废")
    return "" if row.number else _("草稿，未印发")


def _bulletin_blocks(row: Bulletin) -> Iterator[Block]:
    yield Paragraph(_("现将%s办理情况通报如下。") % by_directive(row.plan))
    if row.is_sample:
        yield Paragraph(_("所列报送含演示数据，不是真实情况。"))
    for place, (heading, body) in enumerate(_bulletin_sections(row), start=1):
        yield Heading(numbered(1, place) + heading)
        yield from body


def _bulletin_sections(row: Bulletin) -> Iterator[tuple[str, Sequence[Block]]]:
    yield _("总体情况"), [Paragraph(bulletin_figures(row)), *paragraphs(row.overview)]
    yield _("滞后事项"), _laggards(row)
    yield _("下一步要求"), paragraphs(row.next_step)


def bulletin_figures(row: Bulletin) -> str:
    return _(
        "共 %(total)s 个事项，已完成 %(done)s 项（%(share)s），正在办理 %(going)s 项（%(rest)s）。"
    ) % {
        "total": row.total,
        "done": row.done,
        "share": row.done_share,
        "going": row.in_progress,
        "rest": row.in_progress_share,
    }


def _laggards(row: Bulletin) -> Sequence[Block]:
    """A number before each of several, unless who wrote them numbered them."""
    lines = paragraphs(row.laggards)
    if not lines:
        return [Paragraph(_("没有滞后事项。"))]
    if len(lines) == 1 or any(NUMBERED.match(line.text) for line in lines):
        return lines
    return [Paragraph(numbered(4, place) + line.text) for place, line in enumerate(lines, start=1)]
