"""Fields that stand in lines like cells of a table: figures, days, words. A block can be pasted into them."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common.fields import DayField, PlainTextField
from common.pasted import clean
from reports.long_text import MOST_EVIDENCE
from tasks.models import Milestone, Target
from tasks.models.target import FIGURE_DECIMALS, FIGURE_DIGITS

# Only between groups of three digits: "1,5" is no 15, and "12 5" no 125.
THOUSANDS = re.compile(r"^\d{1,3}([, ])\d{3}(?:\1\d{3})*(?!\d)")
BESIDE_NO_DIGIT = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
# A figure and then words: 3000万元. A letter alone may be an exponent, which is no figure of a report.
WITH_UNIT = re.compile(r"\d+(\.\d+)?[^\d.+-]+")


class FigureField(forms.DecimalField):
    """Accepts what people type or paste: full-width digits, thousands separators, its own unit behind.

    A figure in another unit is never converted: who means it says it again in the field's unit.
    """

    default_error_messages = {
        "invalid": _("填的不是数字；应为数字，例如 12.5。"),
        "min_value": _("不能小于 0。"),
        "other_unit": _("填的是“%(found)s”，这一栏的单位是“%(unit)s”；请换算后只填数字。"),
    }

    def __init__(self, *, unit: str, **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(
            max_digits=FIGURE_DIGITS,
            decimal_places=FIGURE_DECIMALS,
            min_value=Decimal(0),
            widget=forms.TextInput(
                attrs={
                    "inputmode": "decimal",
                    "autocomplete": "off",
                    "data-cell": "figure",
                    "data-unit": unit,
                }
            ),
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = self._bare(value)
        return super().to_python(value)

    def _bare(self, value: str) -> str:
        text = unicodedata.normalize("NFKC", clean(value)).strip()
        text = THOUSANDS.sub(lambda digits: re.sub("[, ]", "", digits[0]), text)
        text = BESIDE_NO_DIGIT.sub("", text)
        text = text.removesuffix("".join(unicodedata.normalize("NFKC", self.unit).split()))
        if WITH_UNIT.fullmatch(text):
            facts = {"found": value.strip(), "unit": self.unit}
            raise forms.ValidationError(
                self.error_messages["other_unit"], code="other_unit", params=facts
            )
        return text


def figure_fields(target: Target) -> dict[str, forms.Field]:
    """One line of a table of figures, in which a block of cells can be pasted."""
    value = FigureField(unit=target.unit, label=target.name, required=False)
    as_of = DayField(label=labelled(target.name, _("截至日期")), required=False)
    as_of.widget.attrs["data-cell"] = "day"
    return {f"value-{target.pk}": value, f"as_of-{target.pk}": as_of}


def proof_fields(milestone: Milestone) -> dict[str, forms.Field]:
    """Behind the tick of a milestone."""
    done_on = DayField(label=labelled(milestone.name, _("完成日期")), required=False)
    evidence = PlainTextField(
        label=labelled(milestone.name, _("依据")), required=False, max_length=MOST_EVIDENCE
    )
    done_on.widget.attrs["data-cell"], evidence.widget.attrs["data-cell"] = "day", "words"
    return {f"done_on-{milestone.pk}": done_on, f"evidence-{milestone.pk}": evidence}


def bare_figure(value: Decimal) -> str:
    """As one would type it: 100 and neither 100.0000 nor 1E+2."""
    return f"{value.normalize():f}"


def labelled(name: Any, words: Any) -> Any:
    return format_lazy("{} · {}", name, words)
