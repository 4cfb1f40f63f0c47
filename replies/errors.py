"""Refusals of the services of replies, ratings and promises."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError, NotAllowedError, PortalError


class AlreadyAnsweredError(PortalError):
    words = _("这件议案 %(on)s 已登记答复，不能再答复一次；登记有误请与领导小组办公室联系。")


class NothingRenamedError(PortalError):
    words = _(
        "代表名册里的姓名与已印发的答复函一致，内容没有改动，没有重新印发；请直接下载已印发的答复函。"
    )


class TextChangedError(PortalError):
    words = _(
        "第 %(number)s 件答复函 %(on)s 印发以后，除代表姓名以外还有别的变动（例如单位改了名称），"
        "与负责人审签的内容不一样，所以没有重新印发。已印发的仍然有效；姓名请按纸质文件更正。"
    )


class ReplyNotEditableError(PortalError):
    words = _("答复现在是“%(status)s”，不能修改。需要修改时，请先收回或等负责人退回。")


class AnswerConflictError(PortalError):
    words = _("%(by)s 刚保存过这一条，您的文字没有覆盖它。再按“保存”，以您现在填的为准。")


class CoverConflictError(PortalError):
    words = _("答复刚被改过，您填的没有覆盖它。请看过现在的内容，再按“保存”，以您填的为准。")


class OwnReplyError(NotAllowedError):
    words = _(
        "这份答复您起草过或者送过会签、审签，不能再受委托审签：要由另一个人看过。请由负责人本人审签，"
        "或者由负责人改委托别的同志。"
    )


class SeenReplyError(PortalError):
    words = _("您打开页面以后，答复又改过。请刷新页面，看过现在的内容再办理。")


class ReplyUnfinishedError(InvalidError):
    """`points`: what is missing, each with the number of the answer it is about, if it is about one."""

    words = _("答复还不能送会签：%(missing)s。")

    def __init__(self, points: list[tuple[str, int | None]]) -> None:
        super().__init__(missing=_("；").join(words for words, _answer in points))
        self.points = points


class CoSignaturesMissingError(PortalError):
    words = _(
        "还有单位没有同意会签：%(units)s。会签期限是 %(due)s，过了这一天可以带着未会签的单位名单送审签。"
    )


class CoSignClosedError(PortalError):
    words = _("这份答复现在不在会签中，不能表示意见；主办单位修改后会再送会签。")


class PromiseRefusedError(InvalidError):
    words = _("承诺事项没有保存：%(found)s。应为%(expected)s。")


class ContactRefusedError(InvalidError):
    words = _("面商记录没有保存：%(found)s。应为%(expected)s。")


class DateRefusedError(InvalidError):
    words = _("日期没有改：%(found)s。应为%(expected)s。")


class NotRatedNowError(PortalError):
    words = _(
        "这份答复现在是“%(status)s”，评价没有开始或已经结束，不能制作评价链接或改动评价期限。"
    )


class KeeperHeldError(PortalError):
    status = HTTPStatus.FORBIDDEN
    words = _(
        "您的账号刚由管理员设置或变动过，还不能制作评价链接：要由人大代表工作机构另一位同志确认；"
        "没有这样的同志时，%(until)s 过后可以制作。"
    )


class LinksMadeMeanwhileError(PortalError):
    words = _(
        "您打开页面以后已经制作过评价表，这一次没有再做；已经印好的仍然有效。"
        "没有印出来的，请回到这件议案的评价页，给那位代表换一个新链接。"
    )


class AlreadyRatedError(PortalError):
    words = _("这位代表的评价已于 %(at)s 提交，不能再改，也不需要新的链接。")


class RatingStillOpenError(PortalError):
    words = _("还有 %(silent)s 位代表没有评价，评价期限 %(due)s 还没有过；期限过后才能结束评价。")


class WrongCodeError(PortalError):
    status = HTTPStatus.NOT_FOUND
    words = _(
        "没有找到这个评价码，或者它已经换成了新的。请核对评价表上的评价码；"
        "仍打不开时，请与人大代表工作机构联系。"
    )


class TooManyCodesError(PortalError):
    status = HTTPStatus.TOO_MANY_REQUESTS
    words = _("试错的次数太多，为保护代表的评价，请 %(minutes)s 分钟以后再试。")


class RatingOverError(PortalError):
    words = _("评价已于 %(due)s 24:00 截止，没有收下。需要延期的，请与人大代表工作机构联系。")


class NotByAccountError(PortalError):
    status = HTTPStatus.FORBIDDEN
    words = _(
        "评价只能由代表本人用评价表上的链接填写。您现在登录着平台，任何账号都不能打开或代填；"
        "代表本人请先退出登录。"
    )
