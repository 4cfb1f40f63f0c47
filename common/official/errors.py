"""Why a document cannot be made."""

from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError


class MissingGlyphError(InvalidError):
    words = _(
        "“%(char)s”（%(code)s）没有字形，印不出来，文件没有生成。位置：%(place)s，“%(around)s”。"
        "请在原文中换一个写法；人名的生僻字请告知管理员补字。"
    )


class TooLongError(InvalidError):
    words = _(
        "“%(title)s”有 %(lines)s 段、%(characters)s 字，太长，文件没有生成。应为不超过 %(most_lines)s 段、"
        "%(most_characters)s 字；请删去多余的换行和重复的内容，详细材料作为附件上传。"
    )
