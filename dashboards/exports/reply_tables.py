"""The ledger's tables of replies: what each deputy was answered and said, and what was promised."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from common.workbook import Column
from dashboards.exports import words
from replies.letters import place_words
from replies.rates import Keeping, LetterStanding, MotionStanding, PromiseStanding, RepliesStanding
from replies.words import VERDICT_WORDS
from replies.workflow import Verdict

KEEPING_WORDS = {
    Keeping.OPEN: lambda: _("办理中"),
    Keeping.OVERDUE: lambda: _("已逾期"),
    Keeping.CLAIMED: lambda: _("待销号"),
    Keeping.KEPT: lambda: _("已兑现"),
}


@dataclass(frozen=True)
class ReplyRow:
    """A letter, or a motion that no letter went out on: not answered yet, or answered on paper.

    `is_counted`: it is what this deputy counts with, where two letters went out.
    """

    motion: MotionStanding
    letter: LetterStanding | None
    is_counted: bool = False

    @property
    def verdict(self) -> str | None:
        return self.letter.rating.result if self.letter and self.letter.rating else None


def reply_rows(standing: RepliesStanding | None) -> Iterator[ReplyRow]:
    if standing is None:
        return
    for motion in standing.motions:
        own = [row for row in standing.letters if row.motion_id == motion.motion_id]
        counted = {row.letter.deputy_id: row for row in sorted(own, key=_is_rated)}
        for letter in own:
            yield ReplyRow(motion, letter, is_counted=counted[letter.letter.deputy_id] is letter)
        if not own:
            yield ReplyRow(motion, None)


def _is_rated(row: LetterStanding) -> bool:
    return row.rating is not None


def reply_columns() -> list[Column]:
    return [
        Column("motion", _("议案"), lambda r: r.motion.motion, width=40),
        Column("due", _("期限"), _due_on, "date", 12),
        Column("replied", _("答复日期"), _replied_on, "date", 12),
        Column("round", _("第几次答复"), _round, "integer", 10),
        Column("document", _("发文字号"), _of_reply("document_number"), width=24),
        Column("class", _("整件类别"), _of_reply("reply_class"), width=9),
        Column("number", _("件号"), lambda r: r.letter and r.letter.letter.number, "integer", 7),
        Column("deputy", _("代表"), _deputy, width=20),
        Column("attitude", _("办理态度"), lambda r: _verdict(r, "attitude"), width=10),
        Column("result", _("办理结果"), lambda r: _verdict(r, "result"), width=10),
        Column("words", _("意见和建议"), lambda r: _rating(r, "words"), width=40),
        Column("rated", _("评价时间"), lambda r: _rating(r, "submitted_at"), "datetime", 17),
        Column("silent", _("未评价"), _silent, width=8),
        Column("sample", _("演示数据"), _sample, width=9),
    ]


def promise_columns() -> list[Column]:
    return [
        Column("text", _("承诺内容"), lambda r: r.promise.text, width=44),
        Column("motion", _("议案"), lambda r: r.motion, width=36),
        Column("answer", _("出自"), lambda r: r.promise.answer.heading, width=24),
        Column("unit", _("责任单位"), lambda r: r.promise.unit.name, width=26),
        Column("printed", _("答复所写期限"), lambda r: r.printed_on, "date", 13),
        Column("due", _("现行期限"), lambda r: r.due_on, "date", 12),
        Column("state", _("状态"), lambda r: KEEPING_WORDS[r.state](), width=10),
        Column("kept", _("销号时间"), lambda r: r.kept_at, "datetime", 17),
        Column("sample", _("演示数据"), _promise_sample, width=9),
    ]


def motion_columns() -> list[Column]:
    """A motion each, with its base beside every count."""
    return [
        Column("motion", _("议案"), lambda r: r.motion, width=40),
        Column("due", _("期限"), lambda r: r.due_on, "date", 12),
        Column("replied", _("答复日期"), lambda r: r.replied_on, "date", 12),
        Column("contacted", _("面商"), lambda r: f"{r.contacted}/{r.deputies}", width=8),
        Column("satisfied", _("满意"), lambda r: r.results[Verdict.SATISFIED], "integer", 8),
        Column("basically", _("基本满意"), lambda r: r.results[Verdict.BASICALLY], "integer", 8),
        Column("not", _("不满意"), lambda r: r.results[Verdict.DISSATISFIED], "integer", 8),
        Column("silent", _("未评价"), lambda r: r.silent, "integer", 8),
        Column("second", _("再次答复期限"), lambda r: r.second_due_on, "date", 12),
        Column("again", _("再次答复"), lambda r: r.second_replied_on, "date", 12),
    ]


def _round(row: ReplyRow) -> int | None:
    if row.letter is None:
        return None
    return 2 if row.letter.is_second else 1


def _due_on(row: ReplyRow) -> date | None:
    """Of a second answer: its own."""
    if row.letter is not None and row.letter.is_second:
        return row.letter.letter.reply.obligation.due_on
    return row.motion.due_on


def _replied_on(row: ReplyRow) -> date | None:
    return timezone.localdate(row.letter.replied_at) if row.letter else row.motion.replied_on


def _of_reply(name: str) -> Any:
    return lambda row: getattr(row.letter.letter.reply, name) if row.letter else ""


def _deputy(row: ReplyRow) -> str:
    return place_words(row.letter.letter.deputy) if row.letter else ""


def _rating(row: ReplyRow, name: str) -> Any:
    return getattr(row.letter.rating, name) if row.letter and row.letter.rating else None


def _verdict(row: ReplyRow, name: str) -> str:
    verdict = _rating(row, name)
    return str(VERDICT_WORDS[Verdict(verdict)]) if verdict else ""


def _silent(row: ReplyRow) -> str:
    return words.yes(row.letter is not None and row.letter.rating is None)


def _sample(row: ReplyRow) -> str:
    return words.yes(row.letter is not None and row.letter.letter.reply.is_sample)


def _promise_sample(row: PromiseStanding) -> str:
    return words.yes(row.promise.answer.reply.is_sample)
