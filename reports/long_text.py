"""How much a unit writes about one item: pages of it, and yet the report on all units can be made."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.fields import PlainTextField
from common.official.content import typed_lines


@dataclass(frozen=True)
class Limit:
    characters: int
    paragraphs: int


# 28 parts that are full to the brim stay below what is set as one document (common/official/length.py).
NARRATIVE = Limit(characters=4_000, paragraphs=100)
PROBLEMS = Limit(characters=2_000, paragraphs=50)


class LongTextField(PlainTextField):
    """Counted here and not by the browser, which cuts off what is pasted without a word."""

    def __init__(self, *, limit: Limit, rows: int, **kwargs: Any) -> None:
        self.limit = limit
        super().__init__(
            required=False,
            help_text=format_lazy(
                gettext_lazy("不超过 {characters} 字、{paragraphs} 段。"), **vars(limit)
            ),
            widget=forms.Textarea(attrs={"rows": rows}),
            **kwargs,
        )

    def validate(self, value: Any) -> None:
        super().validate(value)
        found = {"characters": len(value), "paragraphs": len(typed_lines(value))}
        most = vars(self.limit)
        if any(found[name] > most[name] for name in most):
            facts = {"label": self.label, **found}
            facts |= {f"most_{name}": number for name, number in most.items()}
            raise forms.ValidationError(
                _(
                    "“%(label)s”有 %(characters)s 字、%(paragraphs)s 段，最多 %(most_characters)s 字、"
                    "%(most_paragraphs)s 段；请删减，详细材料作为附件上传。"
                )
                % facts
            )
