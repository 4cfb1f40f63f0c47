from datetime import datetime
from typing import ClassVar

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from units.models import User


class SignInForm(AuthenticationForm):
    error_messages: ClassVar[dict[str, str | Promise]] = {
        "invalid_login": _("用户名或密码不正确。区分大小写；连续输错 5 次将锁定 15 分钟。"),
        "inactive": _("这个账号已停用，请联系系统管理员。"),
    }

    username = forms.CharField(
        label=_("用户名"),
        max_length=User._meta.get_field("username").max_length,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class MoveClockForm(forms.Form):
    day = forms.DateField(
        label=_("日期"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("填的不是日期；应为 2022-08-31 这样的日期。")},
    )
    hour = forms.TimeField(
        label=_("时间"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"invalid": _("填的不是时间；应为 08:30 这样的时间。")},
    )

    def moment(self) -> datetime:
        """Only after `is_valid()`."""
        data = self.cleaned_data
        return timezone.make_aware(datetime.combine(data["day"], data["hour"]))
