"""Why a document cannot be made."""

from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError


class MissingGlyphError(InvalidError):
    words = _(
        "“%(char)s”（%(code)s）没有字形，印不出来，文件没有生成。位置：%(place)s，“%(around)s”。"
        "请在原文中换一个写法；人名的生僻字请告知管理员补字。"
    )
