"""What one screen sends, parsed and checked. Saves nothing."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from common.document_number import DocumentNumberField
from reports.forms import DayField, LineField, PlainTextField
from supervision.models.answered import MOST_WORDS
from supervision.models.bulletin import MOST_BULLETIN
from supervision.words import LEVEL_WORDS
from supervision.workflow import FIRST_LEVELS
from units.models import Unit


def _text(
    label: Any, rows: int = 4, most: int = MOST_WORDS, *, of_paper: bool = False, **options: Any
) -> PlainTextField:
    """`of_paper`: the words of a document, which are Chinese whatever its writer reads."""
    attrs = {"rows": rows} | ({"lang": "zh-Hans"} if of_paper else {})
    widget = forms.Textarea(attrs=attrs)
    return PlainTextField(label=label, max_length=most, widget=widget, **options)


class _OfUnit(forms.Form):
    """Services ask for a unit by its number."""

    def clean(self) -> dict[str, Any]:
        content: dict[str, Any] = super().clean() or {}
        content["unit_id"] = content.pop("unit", None)
        return content


class DifficultyForm(_OfUnit):
    unit = forms.TypedChoiceField(label=_("以哪个单位报告"), coerce=int)
    what = _text(_("困难和问题"), help_text=_("一次写一件：卡在哪里，影响什么。"))
    since_on = DayField(label=_("从何时起"))
    tried = _text(_("已经做过什么"), help_text=_("找过谁、什么时候、结果怎样。"))
    asked = _text(_("请求解决什么"), rows=3)
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    asked_of = LineField(
        label=_("请谁解决"), max_length=200, help_text=_("单位或会议，例如市财政局。")
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.choices = [(unit.pk, unit.name) for unit in units]
        if len(units) == 1:
            field.widget = forms.HiddenInput()
            field.initial = units[0].pk


class InstructionForm(_OfUnit):
    text = _text(_("批示内容"))
    unit = forms.TypedChoiceField(label=_("责任单位"), coerce=int)
    due_on = DayField(label=_("办理期限"))

    def __init__(self, *args: Any, units: list[tuple[str, list[Unit]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {"near": _("本事项的单位"), "others": _("其他单位")}
        field: Any = self.fields["unit"]
        field.choices = [
            ("", _("请选择")),
            *((words[key], [(unit.pk, unit.name) for unit in found]) for key, found in units),
        ]


class AnswerForm(forms.Form):
    answer = _text(
        _("答复"), rows=8, required=False, help_text=_("做了什么、做到什么程度、什么时候做完。")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class NoticeForm(forms.Form):
    """For a new path; a raise has its colour from the path."""

    level = forms.ChoiceField(
        label=_("级别"), choices=[(level.value, LEVEL_WORDS[level]) for level in FIRST_LEVELS]
    )
    number = DocumentNumberField(required=False, help_text=_("督查局编的号；催办可以不编。"))
    text = _text(_("督办内容"), rows=6, of_paper=True)
    due_on = DayField(label=_("答复期限"))


class RaiseForm(forms.Form):
    level = forms.CharField(widget=forms.HiddenInput)
    number = DocumentNumberField()
    text = _text(_("督办内容"), rows=6, of_paper=True)
    due_on = DayField(label=_("答复期限"))


class BulletinForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    period = LineField(label=_("通报时段"), max_length=60)
    overview = _text(_("总体情况"), rows=6, most=MOST_BULLETIN, of_paper=True)
    laggards = _text(_("滞后事项"), rows=8, most=MOST_BULLETIN, of_paper=True, required=False)
    next_step = _text(_("下一步要求"), rows=5, most=MOST_BULLETIN, of_paper=True)
