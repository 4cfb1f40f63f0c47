"""The form for one kind's ladder: whose rules, and a row for each rung."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError
from common.typed import whole_number
from notifications.models import Message
from reminders.models import Audience, ReminderRule
from reminders.planning.ladders import Rung, rung_of
from reminders.planning.rules import KindRules
from reminders.planning.services import check_rungs
from tasks.models import Obligation

BEFORE, ON, AFTER = "before", "on", "after"
GOVERNMENT, OWN = "government", "own"
BLANK_ROWS, MOST_ROWS, LONGEST = 2, 40, 400
PREFIX = "rung"
# The deputies' office is told of ratings alone.
OF_KEEPERS = frozenset({Obligation.Kind.RATING, Obligation.Kind.ASSESSMENT})


class RungForm(forms.Form):
    is_filter = True  # what a row needs is said by the row, not field by field

    when = forms.ChoiceField(
        label=_("时间"),
        required=False,
        choices=[
            ("", _("（空行）")),
            (BEFORE, _("期限前")),
            (ON, _("期限当天")),
            (AFTER, _("逾期")),
        ],
    )
    amount = forms.IntegerField(
        label=_("多久"),
        required=False,
        min_value=1,
        max_value=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": _("要填整数，比如 5。"),
            "min_value": _("最少 1；当天的提醒请选“期限当天”。"),
            "max_value": _("最多 %(limit_value)s。"),
        },
    )
    measure = forms.ChoiceField(label=_("按"), required=False, choices=ReminderRule.Measure)
    audiences = forms.MultipleChoiceField(
        label=_("提醒对象"), required=False, widget=forms.CheckboxSelectMultiple
    )
    channels = forms.MultipleChoiceField(
        label=_("站内消息之外，还通过"),
        required=False,
        choices=[c for c in Message.Channel.choices if c[0] != Message.Channel.INBOX],
        widget=forms.CheckboxSelectMultiple,
    )
    is_active = forms.BooleanField(label=_("启用"), required=False, initial=True)

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        audiences: Any = self.fields["audiences"]
        audiences.choices = [
            choice
            for choice in Audience.choices
            if choice[0] != Audience.KEEPERS or kind in OF_KEEPERS
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        when = data.get("when")
        if not when:
            if data.get("amount") or data.get("audiences"):
                self.add_error("when", _("请选是在期限前、期限当天还是逾期。"))
            return data
        if when != ON and not data.get("amount") and "amount" not in self.errors:
            self.add_error("amount", _("请填提前或逾期多久，比如 5。"))
        if when != ON and not data.get("measure") and "measure" not in self.errors:
            self.add_error("measure", self.fields["measure"].error_messages["required"])
        if not data.get("audiences"):
            self.add_error("audiences", _("请至少选一个提醒对象；不再提醒的，取消“启用”。"))
        return data

    @property
    def rung(self) -> Rung | None:
        """None for a row that was left empty. Only after `is_valid()`."""
        data = self.cleaned_data
        if not data.get("when"):
            return None
        amount = {BEFORE: -1, ON: 0, AFTER: 1}[data["when"]] * (data["amount"] or 0)
        # "On the day" is the same day in either measure.
        measure = data["measure"] if amount else ReminderRule.Measure.WORKING_DAYS
        channels = (Message.Channel.INBOX.value, *data["channels"])
        return Rung(amount, measure, tuple(data["audiences"]), channels, data["is_active"])


class ModeForm(forms.Form):
    mode = forms.ChoiceField(
        label=_("按谁的规则"),
        choices=[(GOVERNMENT, _("以政府通用规则为准")), (OWN, _("本计划另定"))],
        widget=forms.RadioSelect,
    )


@dataclass
class LadderForm:
    """Mode and rows together. `mode` is None for a government, which has only its own."""

    rules: KindRules
    mode: ModeForm | None
    rows: list[RungForm]
    refusal: str = ""

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def is_own(self) -> bool:
        return self.mode is None or self.mode.cleaned_data["mode"] == OWN

    @property
    def rungs(self) -> list[Rung]:
        """Only after `is_valid()`; empty for who goes by the government's."""
        if not self.is_own:
            return []
        return [rung for row in self.rows if (rung := row.rung)]

    @property
    def digest(self) -> str:
        """Of what was asked for, so that what is saved is what was looked at."""
        return hashlib.sha256(repr(self.rungs).encode()).hexdigest()

    @property
    def faults(self) -> list[str]:
        """Where something is wrong, in the order of the rows."""
        return [str(number) for number, row in enumerate(self.rows, 1) if row.errors]

    def is_valid(self) -> bool:
        if self.mode is not None and not self.mode.is_valid():
            return False
        if not self.is_own:
            return True
        faults = [row for row in self.rows if not row.is_valid()]  # each row says its own
        if faults:
            return False
        try:
            check_rungs(self.rungs, self.rules.owner)
        except InvalidError as refusal:
            self.refusal = str(refusal)
        return not self.refusal


def first_form(rules: KindRules) -> LadderForm:
    """What is in force, or a copy of the government's to begin with."""
    rungs = [rung_of(rule) for rule in rules.start]
    rows = [_row(rules.kind, number, initial=_initial(rung)) for number, rung in enumerate(rungs)]
    rows += [_row(rules.kind, len(rows) + n) for n in range(BLANK_ROWS)]
    mode = ModeForm(initial={"mode": OWN if rules.is_own else GOVERNMENT})
    return LadderForm(rules, mode if rules.owner.plan else None, rows)


def typed_form(rules: KindRules, data: Mapping[str, Any], *, more: bool = False) -> LadderForm:
    """What was typed, with one more row where that was asked for."""
    number = min(whole_number(data.get("total", "")) or 0, MOST_ROWS)
    rows = [_row(rules.kind, n, data=data) for n in range(number)]
    if more and number < MOST_ROWS:
        rows.append(_row(rules.kind, number))
    return LadderForm(rules, ModeForm(data) if rules.owner.plan else None, rows)


def _row(kind: str, number: int, **options: Any) -> RungForm:
    return RungForm(prefix=f"{PREFIX}-{number}", kind=kind, **options)


def _initial(rung: Rung) -> dict[str, Any]:
    sides: Sequence[str] = (ON, AFTER, BEFORE)
    side = (rung.offset > 0) - (rung.offset < 0)
    return {
        "when": sides[side],
        "amount": abs(rung.offset) or None,
        "measure": rung.measure,
        "audiences": list(rung.audiences),
        "channels": list(rung.channels),
        "is_active": rung.is_active,
    }


SAVED: dict[str, str | Promise] = {
    OWN: _("“%(kind)s”的提醒规则已保存，从明天的提醒起照新规则发。"),
    GOVERNMENT: _("“%(kind)s”的提醒已改回以政府通用规则为准。"),
}
