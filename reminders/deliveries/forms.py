from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.fields import DayField, needed_before
from notifications.models import Message
from reminders.deliveries.board import PLACES
from units.models import Unit, User


class BoardFilter(forms.Form):
    """What stands in the address of the delivery board."""

    is_filter = True

    week = DayField(label=_("哪一周（其中一天）"), required=False)
    place = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), *((name, row[0]) for name, row in PLACES.items())],
    )
    channel = forms.ChoiceField(
        label=_("渠道"), required=False, choices=[("", _("全部")), *Message.Channel.choices]
    )
    unit = forms.ModelChoiceField(
        label=_("承办单位"), required=False, queryset=Unit.objects.none(), empty_label=_("全部")
    )
    person = forms.ModelChoiceField(
        label=_("对象"), required=False, queryset=User.objects.none(), empty_label=_("全部")
    )

    def __init__(
        self, *args: Any, units: QuerySet[Unit], people: QuerySet[User], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        unit: Any = self.fields["unit"]
        unit.queryset = units
        person: Any = self.fields["person"]
        person.queryset = people


class AgainForm(forms.Form):
    """The reason is checked by the service, whose words say what is expected."""

    reason = needed_before(
        _("必填"),
        forms.CharField(
            label=_("为什么再发一次"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("和您的姓名一起记在发送记录里。"),
        ),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10_000)
