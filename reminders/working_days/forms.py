from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.calendar import SeededDay
from common.dates import day_words
from common.fields import DayField, LineField, PlainTextField
from reminders.working_days.notice import Fault, Reading, read_notice
from reminders.working_days.selectors import CalendarOfYear

LONGEST_NOTICE = 10_000

FAULTS: dict[str, Any] = {
    "nothing": _(
        "没有读到放假或上班的日子；请贴通知里“一、元旦：1月1日至3日放假调休，共3天。”这样的各条，一条一行。"
    ),
    "no date": _("“%s”不是日期；应为 1月4日 这样的日期。"),
    "weekday": _("%s 写的是周%s，其实是周%s；请核对月份、日子和年份。"),
    "year": _("%s 不在 %s 年；请核对年份，别的年份请到那一年的页面录入。"),
    "count": _("写的是共 %s 天，数下来是 %s 天；请核对起止日期。"),
    "range": _("从 %s 到 %s 不像一个假期；请核对起止日期。"),
    "works anyway": _("%s 是周一至周五，本来就上班；请核对日期。"),
    "both": _("%s 又写放假、又写上班；请核对。"),
}


def fault_words(fault: Fault) -> str:
    said = tuple(day_words(fact) if isinstance(fact, date) else fact for fact in fault.facts)
    words = str(FAULTS[fault.kind]) % said
    return f"“{fault.text}”：{words}" if fault.text else words


class NoticeForm(forms.Form):
    """`reading` is what the text says, after `is_valid()`; without a text the days stay as they are."""

    source = LineField(
        label=_("依据"),
        max_length=200,
        help_text=_("通知的文号，比如 国办发明电〔2025〕7号。"),
        error_messages={"required": _("请填依据：国务院办公厅通知的文号。")},
    )
    text = PlainTextField(
        label=_("通知原文"),
        required=False,
        max_length=LONGEST_NOTICE,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "把“一、元旦：……”到“七、国庆节：……”各条贴进来，一条一行。"
            "已经逐日录好的可以不贴，只填依据。"
        ),
    )

    def __init__(self, *args: Any, year: CalendarOfYear, **options: Any) -> None:
        super().__init__(*args, **options)
        self.year = year
        self.reading = Reading()

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if text.strip():
            self.reading = read_notice(text, self.year.year)
            if self.reading.faults:
                raise forms.ValidationError([fault_words(f) for f in self.reading.faults])
        return text

    @property
    def days(self) -> list[SeededDay]:
        if self.cleaned_data["text"].strip():
            return self.reading.exceptions
        return [
            SeededDay(day=on, is_workday=row.is_workday, name=row.name)
            for on, row in sorted(self.year.exceptions.items())
        ]


class DayForm(forms.Form):
    day = DayField(label=_("日期"))
    state = forms.ChoiceField(
        label=_("这一天"), choices=[("free", _("放假")), ("work", _("上班"))], initial="free"
    )
    name = LineField(label=_("说明"), max_length=100, required=False)

    def __init__(self, *args: Any, year: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.year = year

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day.year != self.year:
            words = _("要填 %(year)s 年里的日期；别的年份请到那一年的页面改。")
            raise forms.ValidationError(words % {"year": self.year})
        return day
