"""What one screen sends, parsed and checked. Saves nothing."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.document_number import DocumentNumberField
from common.fields import needed_before
from motions.models import Deputy
from replies.letters import place_words
from replies.models import Answer, Promise
from replies.rates import Keeping, keeping_now
from replies.services.drafting import AnswerContent, Cover, PromiseEntry
from replies.services.rating import RatingContent
from replies.services.roster import EntryContent
from replies.words import CLASS_WORDS, MANNER_WORDS, PROMISE_STATUS_WORDS, VERDICT_WORDS
from replies.workflow import PromiseStatus
from reports.forms import DayField, LineField, PlainTextField
from units.models import Unit

BLANK_ROWS = 2
MOST_TEXT = 20_000
MOST_WORDS = 5_000
CHOOSE = ("", _("请选择"))
CLASS_CHOICES = [CHOOSE, *((c.value, w) for c, w in CLASS_WORDS.items())]

before_circulation = partial(needed_before, _("送会签前必填"))


def long_text(
    label: Any, rows: int, most: int, *, required: bool = True, **kwargs: Any
) -> PlainTextField:
    widget = forms.Textarea(attrs={"rows": rows})
    return PlainTextField(label=label, max_length=most, required=required, widget=widget, **kwargs)


class CoverForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    document_number = before_circulation(DocumentNumberField(required=False))
    reply_class = before_circulation(
        forms.ChoiceField(label=_("整件类别"), choices=CLASS_CHOICES, required=False)
    )
    opening = long_text(_("开头"), 3, 2_000, required=False)
    closing = long_text(_("结尾"), 2, 2_000, required=False)
    contact = before_circulation(LineField(label=_("联系人"), max_length=50, required=False))
    telephone = before_circulation(LineField(label=_("联系电话"), max_length=50, required=False))
    copied_to = LineField(label=_("抄送"), max_length=500, required=False)

    def cover(self) -> Cover:
        return Cover(**{k: v for k, v in self.cleaned_data.items() if k != "revision"})


class AnswerForm(forms.Form):
    """An answer with its promises: a row each, two blank ones for more."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    order = forms.IntegerField(label=_("序号"), min_value=1, max_value=99)
    heading = LineField(label=_("标题"), max_length=200)
    text = before_circulation(long_text(_("答复内容"), 12, MOST_TEXT, required=False))
    answer_class = before_circulation(
        forms.ChoiceField(label=_("类别"), choices=CLASS_CHOICES, required=False)
    )

    def __init__(
        self, *args: Any, promises: Iterable[Promise], units: Iterable[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kept = list(promises)
        choices = [CHOOSE, *((unit.pk, unit.name) for unit in units)]
        self.places = range(max(len(kept) + BLANK_ROWS, self._sent_rows()))
        for place in self.places:
            self._add_row(place, kept[place] if place < len(kept) else None, choices)

    def _sent_rows(self) -> int:
        names = [name for name in self.data if name.startswith("promise_text-")]
        return min(len(names), 50)

    def _add_row(self, place: int, promise: Promise | None, choices: list[Any]) -> None:
        self.fields[f"promise_text-{place}"] = LineField(
            label=_("承诺内容"),
            max_length=500,
            required=False,
            initial=promise.text if promise else "",
        )
        self.fields[f"promise_unit-{place}"] = forms.TypedChoiceField(
            label=_("责任单位"),
            choices=choices,
            coerce=int,
            empty_value=None,
            required=False,
            initial=promise.unit_id if promise else "",
        )
        self.fields[f"promise_due-{place}"] = DayField(
            label=_("期限"), required=False, initial=promise.due_on if promise else None
        )

    def promise_rows(self) -> Iterator[dict[str, Any]]:
        for place in self.places:
            yield {name: self[f"promise_{name}-{place}"] for name in ("text", "unit", "due")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for place in self.places:
            row = self._row(cleaned, place)
            missing = [name for name, value in row.items() if not value]
            if len(missing) in {0, len(row)}:
                continue
            for name in missing:
                if f"promise_{name}-{place}" not in self.errors:
                    words = _("一项承诺要写明内容、责任单位和期限；不要这一项就三格都留空。")
                    self.add_error(f"promise_{name}-{place}", words)
        return cleaned

    @staticmethod
    def _row(cleaned: dict[str, Any], place: int) -> dict[str, Any]:
        return {name: cleaned.get(f"promise_{name}-{place}") for name in ("text", "unit", "due")}

    def content(self) -> AnswerContent:
        data = self.cleaned_data
        rows = [self._row(data, place) for place in self.places]
        return AnswerContent(
            heading=data["heading"],
            text=data["text"],
            answer_class=data["answer_class"],
            order=data["order"],
            promises=tuple(
                PromiseEntry(row["text"], row["unit"], row["due"]) for row in rows if row["text"]
            ),
        )


def answer_initial(answer: Answer) -> dict[str, Any]:
    names = ("revision", "order", "heading", "text", "answer_class")
    return {name: getattr(answer, name) for name in names}


class ContactForm(forms.Form):
    deputy = forms.TypedChoiceField(label=_("代表"), coerce=int)
    met_on = DayField(label=_("面商日期"))
    manner = forms.ChoiceField(
        label=_("方式"), choices=[CHOOSE, *((m.value, w) for m, w in MANNER_WORDS.items())]
    )
    by_whom = LineField(label=_("面商人"), max_length=120)
    note = long_text(_("代表意见"), 3, 2_000, required=False)

    def __init__(self, *args: Any, deputies: Iterable[Deputy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [CHOOSE, *((row.pk, place_words(row)) for row in deputies)]
        self.fields["deputy"].choices = choices  # type: ignore[attr-defined]


class EntryForm(forms.Form):
    name = LineField(label=_("姓名"), max_length=50, required=False)
    delegation = LineField(label=_("代表团"), max_length=100, required=False)
    telephone = LineField(label=_("联系电话"), max_length=50, required=False)
    address = LineField(label=_("通信地址"), max_length=300, required=False)

    def content(self) -> EntryContent:
        return EntryContent(**self.cleaned_data)


def entry_initial(deputy: Deputy) -> dict[str, Any]:
    """The directive's own name where the roster has none yet."""
    entry = getattr(deputy, "roster_entry", None)
    if entry is None:
        return {"name": deputy.name}
    return {name: getattr(entry, name) for name in EntryForm.base_fields}


class NewDateForm(forms.Form):
    """A later day, with words."""

    due_on = DayField(label=_("新的期限"))
    reason = long_text(_("理由（必填，会一直保留）"), 3, 500)


class AssessmentForm(forms.Form):
    experts = LineField(label=_("评估人员"), max_length=300)
    assessed_on = DayField(label=_("评估日期"))
    conclusion = long_text(_("评估结论"), 5, MOST_WORDS)


class CodeForm(forms.Form):
    code = LineField(
        label=_("评价码"),
        max_length=80,
        help_text=_("评价表上的 32 位字母和数字；横线、空格、大小写都不影响。"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "data-rating-code": ""}
        ),
    )


class RatingForm(forms.Form):
    """Attitude and result apart. The code travels in the form and in no address."""

    code = LineField(max_length=80, widget=forms.HiddenInput)
    attitude = forms.ChoiceField(
        label=_("对办理态度"),
        choices=[(v.value, w) for v, w in VERDICT_WORDS.items()],
        widget=forms.RadioSelect,
    )
    result = forms.ChoiceField(
        label=_("对办理结果"),
        choices=[(v.value, w) for v, w in VERDICT_WORDS.items()],
        widget=forms.RadioSelect,
    )
    words = long_text(_("意见和建议"), 5, MOST_WORDS, required=False)

    def content(self) -> RatingContent:
        return RatingContent(**{k: v for k, v in self.cleaned_data.items() if k != "code"})


class PromiseFilter(forms.Form):
    is_filter = True

    unit = forms.TypedChoiceField(label=_("责任单位"), coerce=int, empty_value=None, required=False)
    status = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            ("", _("全部")),
            ("overdue", _("已逾期")),
            *((s.value, w) for s, w in PROMISE_STATUS_WORDS.items() if s != PromiseStatus.MARKED),
        ],
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("全部")), *((unit.pk, unit.name) for unit in units)]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]

    def keeps(self, promise: Promise, today: date) -> bool:
        if not self.is_valid():
            return True
        unit, status = self.cleaned_data["unit"], self.cleaned_data["status"]
        if unit not in {None, promise.unit_id}:
            return False
        if status == "overdue":
            return keeping_now(promise, today) == Keeping.OVERDUE
        return status in {"", promise.status}
