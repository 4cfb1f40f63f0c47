from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError, PortalError


class NothingToSubscribeError(InvalidError):
    words = _(
        "您现在没有任何单位的岗位，日历里不会有任何内容，没有生成地址。请先由系统管理员登记岗位。"
    )


class WithoutReasonError(InvalidError):
    words = _("没有写重发的理由，没有发出。请写明为什么再发一次，例如：经办人说没有收到。")


class ReasonTooLongError(InvalidError):
    words = _("重发的理由有 %(found)s 个字，没有发出。最多 %(most)s 个字，请写短一些。")


class NotOwedAnyMoreError(PortalError):
    words = _("这件事已经办结、撤销或者改了期限，不用再提醒，没有发出。")


class AgainAlreadyError(PortalError):
    words = _("这一条刚刚已经再发过一次，没有重复发出。请回到发送情况看最新的记录。")


class NotToldYetError(PortalError):
    words = _("这一条还在等待发送，或者当时就没有发，没有再发。发出或者失败以后才能重发。")


class NobodyToTellError(PortalError):
    words = _("%(name)s 已经停用，或者没有登记邮箱，没有发出。请先由系统管理员登记。")


class NotInThePostError(PortalError):
    words = _(
        "%(name)s 现在不在应当提醒的岗位上，没有发出。请看提醒记录里现任的同志，或者请系统管理员登记任职。"
    )


class AgainTooOftenError(PortalError):
    words = _(
        "今天人工重发给 %(name)s 的已有 %(most)s 次，到了一天的上限，没有发出。请打电话联系，或者明天再发。"
    )
