from django.utils.translation import gettext_lazy as _

from common.errors import PortalError


class LetterDecidedError(PortalError):
    words = _("这条失败记录已经处理过（%(state)s），没有任何改动；请刷新“后台任务”查看。")


class NotRunnableError(PortalError):
    words = _(
        "这条消息没有留下完整的参数，不能重新运行；请查明原因，由所属页面重新发起，再在这里搁置。"
    )


class BrokerAwayError(PortalError):
    words = _("消息队列现在连不上，任务没有重新运行，记录保持原样；请等队列恢复后再试。")
