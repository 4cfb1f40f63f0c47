"""How much a unit writes about one item: pages of it, and yet the report on all units can be made.

Held by the services, whoever calls them; forms say the same beside the field.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from common.fields import PlainTextField
from common.official.content import typed_lines
from reports.errors import TextTooLongError, WordsTooLongError


@dataclass(frozen=True)
class Limit:
    characters: int
    paragraphs: int


# 28 parts that are full to the brim stay below what is set as one document (common/official/length.py).
NARRATIVE = Limit(characters=4_000, paragraphs=100)
PROBLEMS = Limit(characters=2_000, paragraphs=50)
# Of the short words beside a milestone or a warning, in characters.
MOST_EVIDENCE = 500
MOST_EXPLANATION = 2_000


def check_text(text: str, limit: Limit, label: str) -> None:
    found = {"characters": len(text), "paragraphs": len(typed_lines(text))}
    most = vars(limit)
    if any(found[name] > most[name] for name in most):
        facts = {f"most_{name}": number for name, number in most.items()}
        raise TextTooLongError(label=label, **found, **facts)


def check_words(text: str, most: int, label: str) -> None:
    if len(text) > most:
        raise WordsTooLongError(label=label, characters=len(text), most=most)


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
        try:
            check_text(value, self.limit, str(self.label))
        except TextTooLongError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
