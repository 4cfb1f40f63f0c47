from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from reminders.models import Reminder
from units.models import User


class DeliveryFilter(forms.Form):
    """What stands in the address of the reminders page."""

    is_filter = True

    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), *Reminder.State.choices]
    )
    person = forms.ModelChoiceField(
        label=_("对象"), required=False, queryset=User.objects.none(), empty_label=_("全部")
    )

    def __init__(self, *args: Any, people: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        person: Any = self.fields["person"]
        person.queryset = people
