"""Examples for the gallery page: each component in each of its states."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _

from common.calendar import WorkCalendar
from common.charts import render_wide_and_narrow
from common.due import Due, due
from common.gallery_charts import chart_examples

TONES = (
    "neutral",
    "draft",
    "waiting",
    "info",
    "ok",
    "warn",
    "danger",
    "returned",
    "nil",
    "sample",
)
DAYS_AHEAD = (-9, 0, 3, 7, 30)
STATIONS = ("填报", "审签", "审核", "通过")


@dataclass(frozen=True)
class Station:
    word: str
    reached: str


@dataclass(frozen=True)
class Event:
    action: str
    by_name: str
    at: datetime
    reason: str = ""

    def get_action_display(self) -> str:
        return self.action


class ExampleForm(forms.Form):
    reason = forms.CharField(
        label=_("理由"), help_text=_("写明缺什么、应补什么。"), widget=forms.Textarea
    )
    figure = forms.DecimalField(
        label=_("完成数"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    day = forms.DateField(label=_("截至日期"), widget=forms.DateInput(attrs={"type": "date"}))
    decision = forms.ChoiceField(
        label=_("审核意见"),
        choices=[("accepted", _("通过")), ("returned", _("退回"))],
        widget=forms.RadioSelect,
    )


def gallery_examples(query: Any, today: date) -> dict[str, Any]:
    return {
        "tones": TONES,
        "paths": [_path(at) for at in (0, 1, len(STATIONS))],
        "looks": ["", "urgent", "calm"],
        "dues": list(_dues(today)),
        "empty_form": ExampleForm(prefix="empty"),
        "refused_form": ExampleForm({"refused-figure": "十二"}, prefix="refused"),
        "events": _events(today),
        "page": Paginator(range(45), 10).get_page(query.get("page")),
        "facts": [(_("发文字号"), "汴政〔2022〕7号"), (_("成文日期"), today), (_("会议"), "")],
        "charts": [(chart, render_wide_and_narrow(chart)) for chart in chart_examples(today)],
        "crumbs": [(_("计划"), "#"), ("汴政〔2022〕7号", "#")],
    }


def _path(at: int) -> list[Station]:
    reached = ["passed"] * at + ["here"] + ["ahead"] * len(STATIONS)
    return [Station(word, state) for word, state in zip(STATIONS, reached, strict=False)]


def _dues(today: date) -> list[Due]:
    known = WorkCalendar(exceptions={}, known_years=frozenset({today.year}))
    unknown = WorkCalendar(exceptions={}, known_years=frozenset())
    dates = [today + timedelta(days=days) for days in DAYS_AHEAD]
    saturday = today + timedelta(days=14 + (5 - today.weekday()))
    return [due(known, day, today) for day in (*dates, saturday)] + [due(unknown, dates[-1], today)]


def _events(today: date) -> list[Event]:
    def at(hour: int) -> datetime:
        return timezone.make_aware(datetime.combine(today, time(hour, 15)))

    return [
        Event(_("送负责人审签"), "王小敏（演示）", at(9)),
        Event(_("退给经办人"), "李守正（演示）", at(10), _("第二段请补上开工日期。")),
        Event(_("审签并报送"), "李守正（演示）", at(15)),
    ]
