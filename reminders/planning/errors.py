from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError, PortalError


class RulesChangedError(PortalError):
    """Somebody set rules of the kind in between. Nothing was overwritten."""

    words = _(
        "您打开这一页以后，别的同志改过“%(kind)s”的提醒规则，您的改动没有覆盖它。"
        "您填的还在表里，现在的规则列在下面；核对以后再保存，以您填的为准。"
    )


class TwiceError(InvalidError):
    words = _("“%(rung)s”有两级；同一个时候只能有一级，请合并成一级。")


class NoRungError(InvalidError):
    words = _("“本计划另定”而没有启用任何一级；至少启用一级，或者改选“以政府通用规则为准”。")
