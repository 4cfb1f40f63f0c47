"""Reminder rules as reference data: added, changed and switched off, never deleted."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from notifications.models import Message
from reminders.models import Audience, ReminderRule
from reminders.planning.rule_forms import LONGEST
from units.admin import ReferenceAdmin, site


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


@admin.register(ReminderRule, site=site)
class ReminderRuleAdmin(ReferenceAdmin):
    form = ReminderRuleForm
    list_display = ("plan", "kind", "offset", "measure", "audiences", "channels", "is_active")
    list_filter = ("kind", "is_active")
