from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.dates import month_of_year
from reminders.planning.forecast import WHOLE_YEAR, Outlook, months_ahead
from tasks.models import Obligation


class OutlookFilter(forms.Form):
    """What stands in the address of the calendar of what will be sent."""

    is_filter = True

    month = forms.ChoiceField(label=_("月份"), required=False)
    unit = forms.TypedChoiceField(label=_("承办单位"), required=False, coerce=int, empty_value=None)
    person = forms.TypedChoiceField(
        label=_("提醒对象"), required=False, coerce=int, empty_value=None
    )
    kind = forms.ChoiceField(label=_("事项类别"), required=False)

    def __init__(self, *args: Any, outlook: Outlook, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        units = {row.obligation.unit_id: str(row.obligation.unit) for row in outlook.rows}
        people = {user.pk: str(user) for row in outlook.rows for user in row.told}
        kinds = {row.obligation.kind for row in outlook.rows}
        months = [(f"{first:%Y-%m}", month_of_year(first)) for first in months_ahead(today)]
        self._offer("month", [("", _("最近一个月")), (WHOLE_YEAR, _("全年")), *months])
        self._offer("unit", _all(sorted(units.items(), key=lambda pair: pair[1])))
        self._offer("person", _all(sorted(people.items(), key=lambda pair: pair[1])))
        self._offer("kind", _all([pair for pair in Obligation.Kind.choices if pair[0] in kinds]))

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices


def _all(choices: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [("", _("全部")), *choices]
