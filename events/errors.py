"""Refusals that every life has in common."""

from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError, PortalError


class WrongStateError(PortalError):
    words = _(
        "这份%(noun)s现在是“%(status)s”，不能“%(action)s”。可能别的同志刚办过这一步，请刷新页面查看。"
    )


class ReasonMissingError(InvalidError):
    words = _("“%(action)s”要写明理由。")


class ReasonTooLongError(InvalidError):
    words = _("理由写了 %(found)s 字，应为 %(most)s 字以内；更多内容请放在附件里。")
