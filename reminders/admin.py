"""Reminder rules as reference data: added, changed and switched off, never deleted."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common import clock
from notifications.models import Message
from reminders.models import Audience, ReminderRule
from reminders.planning.rule_forms import LONGEST
from units.admin import ReferenceAdmin, site

ONE_DAY = timedelta(days=1)


class ReminderRuleForm(forms.ModelForm):
    offset = forms.IntegerField(
        label=_("提前或推后"),
        min_value=-LONGEST,
        max_value=LONGEST,
        help_text=_("负数为期限之前，0 为当天，正数为逾期之后。"),
    )
    audiences = forms.MultipleChoiceField(
        label=_("提醒对象"), choices=Audience, widget=forms.CheckboxSelectMultiple
    )
    channels = forms.MultipleChoiceField(
        label=_("渠道"), choices=Message.Channel, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ReminderRule
        fields = (
            "government",
            "plan",
            "kind",
            "offset",
            "measure",
            "audiences",
            "channels",
            "is_active",
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        plan, government = data.get("plan"), data.get("government")
        if plan and government and plan.government_id != government.pk:
            self.add_error("plan", _("这个计划不属于所选的政府；请改选政府，或者把计划空着。"))
        return data


@admin.register(ReminderRule, site=site)
class ReminderRuleAdmin(ReferenceAdmin):
    form = ReminderRuleForm
    list_display = ("plan", "kind", "offset", "measure", "audiences", "channels", "is_active")
    list_filter = ("kind", "is_active")

    def save_model(
        self, request: HttpRequest, obj: ReminderRule, form: forms.ModelForm, change: bool
    ) -> None:
        """Speaks from tomorrow, as when it is set on the page of rules."""
        if form.has_changed():
            obj.from_on = clock.today() + ONE_DAY
        super().save_model(request, obj, form, change)
