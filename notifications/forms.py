"""What the pages of channels and settings send. Saves nothing, and shows no secret back."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import LineField
from notifications.choosing import CHANNELS, Choices
from notifications.endpoints import OF_PEOPLE, OF_UNITS, Target
from notifications.models import DeliverySettings, Endpoint
from units.models import Government, Unit, User

LONGEST_ADDRESS = 1_000
# Nobody is meant until somebody was chosen.
CHOOSE = ("", _("请选择"))
NOT_A_TIME = _("填的不是时间；应为 21:00 这样的时间。")


class SecretInput(forms.TextInput):
    """Typed in plain sight, never given back to a page."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs={"autocomplete": "off", "spellcheck": "false", **attrs})

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


def _hour(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": NOT_A_TIME},
    )


class OwnSettingsForm(forms.Form):
    mail = forms.BooleanField(label=_("收电子邮件"), required=False)
    sms = forms.BooleanField(label=_("收短信"), required=False)
    chat = forms.BooleanField(label=_("收网络接口消息"), required=False)
    quiet_from = _hour(_("免打扰开始"))
    quiet_until = _hour(_("免打扰结束"))
    digest = forms.ChoiceField(
        label=_("每周概览"),
        required=False,
        choices=[("", _("按职务的规定")), ("yes", _("每周收一份")), ("no", _("不收"))],
        help_text=_(
            "每周第一个工作日早上一封邮件：今后两周到期的、已经逾期的、新收到的。领导小组办公室、"
            "督查部门和主管副市长原来就收，单位负责人可以选收。"
        ),
    )

    @staticmethod
    def initial_of(row: DeliverySettings) -> dict[str, Any]:
        digest = {True: "yes", False: "no", None: ""}[row.wants_digest]
        hours = {"quiet_from": row.quiet_from, "quiet_until": row.quiet_until}
        return {str(c): c not in row.without for c in CHANNELS} | hours | {"digest": digest}

    def channels(self) -> list[forms.BoundField]:
        return [self[channel] for channel in CHANNELS]

    def choices(self) -> Choices:
        """Only after `is_valid()`."""
        data = self.cleaned_data
        return Choices(
            without=frozenset(c for c in CHANNELS if not data[c]),
            quiet_from=data["quiet_from"],
            quiet_until=data["quiet_until"],
            wants_digest={"yes": True, "no": False}.get(data["digest"]),
        )


class NumberForm(forms.Form):
    mobile = LineField(
        label=_("手机号"),
        max_length=20,
        widget=SecretInput(inputmode="tel"),
        help_text=_("加密保存，以后只显示前三位和后四位。"),
    )


class TargetForm(forms.Form):
    """Where a robot or a number is reached."""

    target = LineField(
        label=_("地址或手机号"),
        max_length=LONGEST_ADDRESS,
        widget=SecretInput(),
        help_text=_("机器人设置页给出的整个地址；短信填手机号。加密保存，以后不再显示。"),
    )
    key = LineField(
        label=_("加签密钥"),
        required=False,
        max_length=LONGEST_ADDRESS,
        widget=SecretInput(),
        help_text=_(
            "机器人的安全设置选了“加签”才填；网络接口的密钥由管那个系统的人给，没有就留空。"
        ),
    )

    def typed(self) -> Target:
        """Only after `is_valid()`."""
        return Target(self.cleaned_data["target"], self.cleaned_data["key"])


class EndpointForm(TargetForm):
    kind = forms.ChoiceField(
        label=_("种类"),
        choices=[
            CHOOSE,
            *((k.value, k.label) for k in Endpoint.Kind if k in OF_UNITS + OF_PEOPLE),
        ],
        help_text=_("网络接口（webhook）：单位自己的系统收消息的地址，由管那个系统的人给。"),
    )
    owner = forms.ChoiceField(label=_("用于"), help_text=_("单位的群，或者一位同志。"))
    name = LineField(
        label=_("名称"),
        max_length=100,
        help_text=_("例如：工信局议案办理群。消息记录里看到的就是它。"),
    )

    field_order = ["owner", "kind", "name", "target", "key"]

    def __init__(
        self, *args: Any, units: Iterable[Unit], people: Iterable[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.owners: dict[str, Unit | User] = {f"unit-{unit.pk}": unit for unit in units}
        of_units = list(self.owners.items())
        of_people = [(f"user-{user.pk}", user) for user in people]
        self.owners |= dict(of_people)
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            CHOOSE,
            (_("单位"), of_units),
            (_("人员"), of_people),
        ]

    def chosen(self) -> Unit | User:
        """Only after `is_valid()`."""
        return self.owners[self.cleaned_data["owner"]]


class HoursForm(forms.Form):
    owner = forms.ChoiceField(label=_("用于"))
    quiet_from = _hour(_("免打扰开始"))
    quiet_until = _hour(_("免打扰结束"))

    def __init__(
        self, *args: Any, governments: Iterable[Government], units: Iterable[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        of_all = [(f"government-{row.pk}", row) for row in governments]
        of_units = [(f"unit-{unit.pk}", unit) for unit in units]
        self.owners: dict[str, Government | Unit] = dict([*of_all, *of_units])
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            CHOOSE,
            (_("全市"), of_all),
            (_("单位"), of_units),
        ]

    def chosen(self) -> Government | Unit:
        """Only after `is_valid()`."""
        return self.owners[self.cleaned_data["owner"]]
