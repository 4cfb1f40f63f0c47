"""The words people read for statuses, actions, classes and verdicts. One place for each."""

from django.utils.translation import gettext_lazy as _

from events.words import LifeWords
from replies.workflow import (
    Action,
    AnswerClass,
    CoSignAction,
    CoSignStatus,
    KeeperAction,
    KeeperStatus,
    Manner,
    PromiseAction,
    PromiseStatus,
    Status,
    Verdict,
)

STATUS_WORDS = {
    Status.NOT_STARTED: _("待起草"),
    Status.DRAFT: _("起草"),
    Status.CO_SIGNING: _("会签"),
    Status.AWAITING_SIGNATURE: _("待审签"),
    Status.ISSUED: _("已答复"),
    Status.RATING: _("评价中"),
    Status.CLOSED: _("办结"),
    Status.DISSATISFIED: _("不满意"),
    Status.TO_ASSESS: _("待评估"),
    Status.ASSESSED: _("已评估"),
}
# What the second answer's first and middle steps are called.
SECOND_STATUS_WORDS = STATUS_WORDS | {
    Status.NOT_STARTED: _("待重新办理"),
    Status.DRAFT: _("重新办理"),
    Status.ISSUED: _("第二次答复"),
}
NEXT_WORDS = {
    Status.NOT_STARTED: _("由经办人起草答复；已审核的报告会逐项填进草稿，供修改。"),
    Status.DRAFT: _("由经办人修改，写好后送有关牵头单位会签。"),
    Status.CO_SIGNING: _("有关牵头单位会签。都同意，或会签期限已过，即可送负责人审签。"),
    Status.AWAITING_SIGNATURE: _("在单位负责人处，审签后即答复代表。"),
    Status.ISSUED: _("已答复。由人大代表工作机构把评价表送到每位代表。"),
    Status.RATING: _("代表正在评价。评价由代表本人用一次性链接填写，提交以后才能看到。"),
    Status.CLOSED: _("评价已结束，这件议案办结。"),
    Status.DISSATISFIED: _("有代表对办理结果不满意：由主办单位重新办理，再次答复。"),
    Status.TO_ASSESS: _("代表对再次答复仍不满意：由人大代表工作机构组织专家评估，并记下结论。"),
    Status.ASSESSED: _("专家评估结论已记下。"),
}
ACTION_WORDS = {
    Action.START: _("起草答复"),
    Action.CIRCULATE: _("送会签"),
    Action.SEND_FOR_SIGNATURE: _("送负责人审签"),
    Action.TAKE_BACK: _("收回修改"),
    Action.GIVE_BACK: _("退给经办人"),
    Action.SIGN_AND_ISSUE: _("审签并答复代表"),
    Action.OPEN_RATING: _("开始评价"),
    Action.COMPLETE: _("代表已全部评价，办结"),
    Action.NOTE_DISSATISFIED: _("代表不满意，重新办理"),
    Action.NOTE_DISSATISFIED_AGAIN: _("代表仍不满意，转评估"),
    Action.CLOSE: _("结束评价，办结"),
    Action.END_RATING: _("结束评价"),
    Action.END_SECOND_RATING: _("结束评价"),
    Action.ASSESS: _("记下评估结论"),
    Action.MAKE_LINK: _("制作评价链接"),
    Action.RATE: _("收到代表评价"),
    Action.EXTEND: _("延长评价期限"),
}
REPLY_WORDS = LifeWords(_("答复"), STATUS_WORDS, ACTION_WORDS)
SECOND_REPLY_WORDS = LifeWords(_("答复"), SECOND_STATUS_WORDS, ACTION_WORDS)

CO_SIGN_STATUS_WORDS = {
    CoSignStatus.PENDING: _("待会签"),
    CoSignStatus.AGREED: _("同意"),
    CoSignStatus.OBJECTED: _("有不同意见"),
}
CO_SIGN_WORDS = LifeWords(
    _("会签"),
    CO_SIGN_STATUS_WORDS,
    {
        CoSignAction.ASK: _("请会签"),
        CoSignAction.AGREE: _("会签同意"),
        CoSignAction.OBJECT: _("提出异议"),
    },
)
PROMISE_STATUS_WORDS = {
    PromiseStatus.MARKED: _("未列入台账"),
    PromiseStatus.OPEN: _("办理中"),
    PromiseStatus.CLAIMED: _("待销号"),
    PromiseStatus.KEPT: _("已兑现"),
}
PROMISE_WORDS = LifeWords(
    _("承诺"),
    PROMISE_STATUS_WORDS,
    {
        PromiseAction.ENTER: _("列入承诺事项台账"),
        PromiseAction.REPORT: _("报告进展"),
        PromiseAction.CLAIM: _("确认已兑现"),
        PromiseAction.CONFIRM: _("销号"),
        PromiseAction.REJECT: _("退回继续办理"),
        PromiseAction.REDATE: _("调整期限"),
    },
)
KEEPER_STATUS_WORDS = {
    KeeperStatus.WAITING: _("待确认"),
    KeeperStatus.CONFIRMED: _("已确认"),
    KeeperStatus.WAITED_OUT: _("等候期已过"),
}
KEEPER_WORDS = LifeWords(
    _("账号变动"),
    KEEPER_STATUS_WORDS,
    {
        KeeperAction.TOUCH: _("管理员变动账号"),
        KeeperAction.CONFIRM: _("确认账号变动"),
        KeeperAction.WAIT_OUT: _("等候期已过"),
    },
)
CLASS_WORDS = {
    AnswerClass.SOLVED: _("A 类：已经解决或采纳"),
    AnswerClass.PLANNED: _("B 类：正在解决或列入计划"),
    AnswerClass.NOT_NOW: _("C 类：受条件限制，目前不能解决"),
    AnswerClass.REFERENCE: _("D 类：留作参考"),
}
VERDICT_WORDS = {
    Verdict.SATISFIED: _("满意"),
    Verdict.BASICALLY: _("基本满意"),
    Verdict.DISSATISFIED: _("不满意"),
}
MANNER_WORDS = {
    Manner.VISIT: _("登门走访"),
    Manner.MEETING: _("座谈"),
    Manner.TELEPHONE: _("电话"),
    Manner.LETTER: _("书信"),
}
DIGITS = "〇一二三四五六七八九"


def ordinal(number: int) -> str:
    """一, 十, 十二, 二十一: the numbers of headings in an official letter, up to 99."""
    tens, ones = divmod(number, 10)
    before = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return before + (DIGITS[ones] if ones else "")
