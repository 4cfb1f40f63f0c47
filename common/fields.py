"""Fields of forms for what people type: words, lines, days."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from common.pasted import clean

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


def plain_text(value: str) -> str:
    """Text as typed, without what pasting brings along and what breaks documents and workbooks."""
    return clean(value)


def needed_before(step: Any, field: forms.Field) -> forms.Field:
    """A field that a draft may leave empty and a later step may not: its label says before which."""
    field.needed_before = step  # type: ignore[attr-defined]
    return field


def start_at_first_error(form: forms.BaseForm) -> None:
    """After a refusal the page opens at the first field that is wrong; needs no script."""
    wrong = next((field for field in form if field.errors), None)
    if wrong is not None and not wrong.use_fieldset:  # of a group every button would have it
        wrong.field.widget.attrs["autofocus"] = True


class PlainTextField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return plain_text(super().to_python(value) or "")


class LineField(PlainTextField):
    """One line of it."""

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


class DayField(forms.DateField):
    """A year with a digit missing or changed is no date of this century's work."""

    default_error_messages = {"invalid": _("填的不是日期；应为 2022-08-31 这样的日期。")}

    def __init__(self, **kwargs: Any) -> None:
        words = self.default_error_messages["invalid"]
        super().__init__(
            validators=[MinValueValidator(EARLIEST, words), MaxValueValidator(LATEST, words)],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            **kwargs,
        )
