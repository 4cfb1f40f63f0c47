"""The words people read for statuses, actions and colours. One place for each."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from events.words import LifeWords, Words
from supervision.workflow import (
    Action,
    BulletinAction,
    BulletinStatus,
    DifficultyAction,
    DifficultyStatus,
    Level,
    ReviewAction,
    ReviewStatus,
    Status,
)

DIFFICULTY_WORDS = LifeWords(
    _("困难"),
    {
        DifficultyStatus.WITH_OFFICE: _("待办公室处理"),
        DifficultyStatus.GIVEN_BACK: _("待补充说明"),
        DifficultyStatus.WITH_VICE_MAYOR: _("待批示"),
        DifficultyStatus.INSTRUCTED: _("已批示，办理中"),
        DifficultyStatus.SOLVED: _("已答复解决"),
        DifficultyStatus.CLOSED: _("已办结"),
    },
    {
        DifficultyAction.REPORT: _("报告困难"),
        DifficultyAction.SOLVE: _("答复解决"),
        DifficultyAction.SEND_UP: _("上报主管副市长"),
        DifficultyAction.GIVE_BACK: _("退回补充说明"),
        DifficultyAction.ADD_WORDS: _("补充说明"),
        DifficultyAction.INSTRUCT: _("批示"),
        DifficultyAction.CLOSE: _("办结"),
    },
)
ANSWERING_WORDS = {
    Action.SEND_FOR_SIGNATURE: _("送负责人审签"),
    Action.RECALL_FROM_SIGNATURE: _("收回修改"),
    Action.GIVE_BACK_TO_CLERK: _("退给经办人"),
    Action.SIGN_AND_SEND: _("审签并报送"),
}
INSTRUCTION_WORDS = LifeWords(
    _("批示"),
    {
        Status.OPEN: _("办理中"),
        Status.AWAITING_SIGNATURE: _("待审签"),
        Status.ANSWERED: _("已报结果，待确认"),
        Status.DONE: _("已办结"),
    },
    {
        Action.ISSUE: _("批示"),
        **ANSWERING_WORDS,
        Action.CONFIRM: _("确认办结"),
        Action.GIVE_BACK: _("退回继续办理"),
    },
)
NOTICE_WORDS = LifeWords(
    _("督办件"),
    {
        Status.OPEN: _("待答复"),
        Status.AWAITING_SIGNATURE: _("待审签"),
        Status.ANSWERED: _("待核查"),
        Status.WATCHED: _("观察期"),
        Status.CLOSED: _("已销号"),
        Status.WITHDRAWN: _("已撤销"),
    },
    {
        Action.ISSUE: _("发出"),
        **ANSWERING_WORDS,
        Action.MADE_GOOD: _("核查合格，销号"),
        Action.MADE_GOOD_AND_WATCH: _("核查合格，降为黄色观察"),
        Action.NOT_MADE_GOOD: _("核查不合格"),
        Action.CLOSE: _("销号"),
        Action.RAISE: _("升级"),
        Action.WITHDRAW: _("撤销"),
        Action.WITHDRAW_ON_REVIEW: _("复核后撤销"),
    },
)
LEVEL_WORDS = {
    Level.CHASE: _("催办"),
    Level.BLUE: _("蓝色提醒"),
    Level.YELLOW: _("黄色预警"),
    Level.RED: _("红色限期整改"),
}
# Tone and symbol of templates/components/badge.html: each level has a shape of its own.
LEVEL_LOOKS = {
    Level.CHASE: ("neutral", "bell"),
    Level.BLUE: ("info", "circle"),
    Level.YELLOW: ("warn", "triangle"),
    Level.RED: ("danger", "octagon"),
}
REVIEW_WORDS = LifeWords(
    _("复核"),
    {
        ReviewStatus.ASKED: _("复核中"),
        ReviewStatus.UPHELD: _("复核维持"),
        ReviewStatus.WITHDRAWN: _("复核撤销"),
    },
    {
        ReviewAction.ASK: _("申请复核"),
        ReviewAction.UPHOLD: _("维持"),
        ReviewAction.WITHDRAW: _("撤销督办"),
    },
)
BULLETIN_WORDS = LifeWords(
    _("督查通报"),
    {
        BulletinStatus.DRAFT: _("草稿"),
        BulletinStatus.AWAITING_APPROVAL: _("待审批"),
        BulletinStatus.APPROVED: _("已审批，待印发"),
        BulletinStatus.ISSUED: _("已印发"),
        BulletinStatus.DROPPED: _("已作废"),
    },
    {
        BulletinAction.DRAW_UP: _("起草"),
        BulletinAction.WRITE: _("修改"),
        BulletinAction.SEND_FOR_APPROVAL: _("送审批"),
        BulletinAction.APPROVE: _("审批同意"),
        BulletinAction.GIVE_BACK: _("退回修改"),
        BulletinAction.ISSUE: _("印发"),
        BulletinAction.DROP: _("作废"),
    },
)


def choices_of(words: Mapping[Any, Words]) -> list[tuple[str, Words]]:
    """For a field of a model."""
    return [(key.value, word) for key, word in words.items()]
