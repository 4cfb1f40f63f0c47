"""What the pages of assignments and extensions send, parsed and checked. Saves nothing."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.fields import DayField, PlainTextField
from events.services import MOST_REASON
from tasks.assigned import SHOWN, Shown
from units.models import Unit


def _words(label: Any, **options: Any) -> PlainTextField:
    widget = forms.Textarea(attrs={"rows": 3})
    return PlainTextField(label=label, max_length=MOST_REASON, widget=widget, **options)


class AssignmentFilter(forms.Form):
    """What stands in the address of the office's list."""

    is_filter = True

    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", SHOWN[Shown.UNCONFIRMED]), *list(SHOWN.items())[1:]],
    )
    unit = forms.ModelChoiceField(
        label=_("单位"), required=False, queryset=Unit.objects.none(), empty_label=_("全部")
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        unit: Any = self.fields["unit"]
        unit.queryset = units


class StepForm(forms.Form):
    """One of several on a page: its fields go by its own name there."""

    name = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, auto_id=f"{self.name}_%s", **options)


class ReassignForm(StepForm):
    name = "reassign"
    to_unit = forms.ModelChoiceField(
        label=_("改由哪个单位承办"), queryset=Unit.objects.none(), empty_label=_("请选择")
    )
    reason = _words(_("理由（必填，会一直保留）"))

    def __init__(self, *args: Any, units: QuerySet[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        to_unit: Any = self.fields["to_unit"]
        to_unit.queryset = units


class AskExtensionForm(StepForm):
    name = "ask"
    asked_on = DayField(label=_("申请延至"))
    reason = _words(_("理由（必填，会一直保留）"))


class RefuseExtensionForm(StepForm):
    name = "refuse"
    reason = _words(_("理由（必填，会一直保留）"))


class GrantExtensionForm(StepForm):
    name = "grant"
    granted_on = DayField(label=_("同意延至"), help_text=_("可以同意到申请以外的日期。"))
    reason = _words(_("意见"), required=False)
