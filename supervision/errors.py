"""Refusals of the services for difficulties, instructions, notices and bulletins."""

from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError, PortalError


class WordsMissingError(InvalidError):
    words = _("“%(field)s”没有填写，没有办成；请写明后再提交。")


class WordsTooLongError(InvalidError):
    words = _("“%(field)s”写了 %(found)s 字，应为 %(most)s 字以内。")


class DayRefusedError(InvalidError):
    words = _("“%(field)s”填的是 %(found)s，应为%(expected)s。")


class UnitRefusedError(InvalidError):
    words = _("“%(unit)s”不是本计划所在政府的现有单位，请另选责任单位。")


class SeenTextError(PortalError):
    words = _("您打开页面以后，内容又改过，没有覆盖它。请看过现在的内容再办理；您写的还在下面。")


class NotEditableError(PortalError):
    words = _("现在是“%(status)s”，不能修改。需要修改时，请先收回或等待退回。")


class ReportedAlreadyError(InvalidError):
    words = _(
        "这一张表已经报告过一件困难，不再重复报告；要报告另一件，请从事项页重新打开“报告困难”。"
    )


class NumberNeededError(InvalidError):
    words = _("%(level)s要有发文字号，没有发出。请填上督查局编的发文字号，如“汴督〔2022〕7号”。")


class CauseMetError(PortalError):
    words = _("“%(title)s”已经办了或者已撤销，不用再督办。")


class AlreadyOpenError(PortalError):
    words = _("“%(title)s”已有未销号的督办件，同一事由不能同时督办两次；请在原件上升级。")


class LevelRefusedError(PortalError):
    words = _(
        "不能发“%(asked)s”：这件事现在是“%(now)s”，"
        "只能从催办或蓝色开始，按蓝、黄、红的顺序逐级升级。"
    )


class CheckFirstError(PortalError):
    words = _("单位已经答复，请先核查：不合格的，核查后再升级。")


class RedNeedsWatchError(PortalError):
    words = _("红色限期整改核查合格后，先降为黄色观察，观察期满才能销号。")


class NoWatchError(PortalError):
    words = _("只有红色限期整改才转入观察；这一件核查合格后直接销号。")


class WatchRunningError(PortalError):
    words = _("观察期到 %(until)s 才满，现在不能销号；观察期内反复的，可以重新升为红色。")


class ReviewTooLateError(PortalError):
    words = _("申请复核的期限到 %(until)s 为止，现在已过。")


class ReviewedAlreadyError(PortalError):
    words = _("这一次督办已申请过复核，每一次只复核一回；结果见本页。")


class ReviewEndedError(PortalError):
    words = _("这一督办件已撤销，不用再申请复核。")


class NotYetApprovedError(PortalError):
    words = _("审批由没有参与起草的另一位同志办理；您起草或修改过这一期。")


class ReviewOpenError(PortalError):
    words = _(
        "单位已申请复核，还没有决定：维持还是撤销由没有经办过的同志决定，在那以前不能升级，也不能撤销。"
    )


class NumberTakenError(PortalError):
    words = _("别的同志刚印发了另一期，期号已被用去；请再按一次“印发”。")
