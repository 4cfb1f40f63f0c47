"""发文字号: one rule for every place where somebody types one (GB/T 9704-2012, 7.2.5)."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError
from common.fields import LineField

LONGEST = 40
AGENCY, YEAR = r"[\u4e00-\u9fff]{1,20}", r"(?:19|20)\d\d"
SHAPE = re.compile(rf"{AGENCY}〔{YEAR}〕[1-9]\d{{0,5}}号")
# What keyboards offer instead of 〔 〕, and full-width figures.
TYPED = str.maketrans("[(［（【０１２３４５６７８９])］）】", "〔〔〔〔〔0123456789〕〕〕〕〕")

# What is most often wrong, in the order in which it is looked for.
FAULTS: tuple[tuple[re.Pattern[str], str | Promise], ...] = (
    (re.compile(r"第"), _("序号前不加“第”字")),
    (re.compile(r"〕0"), _("序号不编虚位，前面不写 0")),
    (re.compile(rf"^(?!.*〔{YEAR}〕)"), _("没有放在六角括号里的四位年份")),
    (re.compile(r"^〔"), _("没有机关代字")),
    (re.compile(r"[^号]$"), _("最后没有“号”字")),
)


class NumberRefusedError(InvalidError):
    words = _(
        "发文字号填的是“%(found)s”：%(fault)s。应为机关代字、六角括号里的年份和序号，"
        "如“汴财〔2022〕7号”；请改正后再办理。"
    )


def as_typed(text: str) -> str:
    """Brackets of any kind as 〔 〕, without blanks."""
    return "".join(text.split()).translate(TYPED)


def document_number(text: str) -> str:
    """The number as it is printed; empty stays empty."""
    number = as_typed(text)
    if not number or SHAPE.fullmatch(number):
        return number
    fault = next((words for wrong, words in FAULTS if wrong.search(number)), _("写法不对"))
    raise NumberRefusedError(found=text[:LONGEST], fault=fault)


class DocumentNumberField(LineField):
    """What a unit gives its own document."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("发文字号"), max_length=100, **kwargs)

    def to_python(self, value: Any) -> str:
        try:
            return document_number(super().to_python(value))
        except NumberRefusedError as refusal:
            raise ValidationError(str(refusal)) from refusal


class PrintedNumberField(LineField):
    """What somebody else's paper says: as it is printed there, only the brackets made alike."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("发文字号"), max_length=100, **kwargs)

    def to_python(self, value: Any) -> str:
        return as_typed(super().to_python(value))
