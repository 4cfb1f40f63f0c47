from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import LineField
from engine.models import DeadLetter
from engine.models.dead_letter import MOST_REASON


class SetAsideForm(forms.Form):
    reason = LineField(
        label=_("搁置理由"),
        max_length=MOST_REASON,
        help_text=_("为什么不再运行，例如“已由某处手工补办”。"),
        error_messages={"required": _("请写明为什么不再运行。")},
    )

    def __init__(self, *args: Any, letter: DeadLetter, **options: Any) -> None:
        super().__init__(*args, auto_id=f"id_{letter.pk}_%s", **options)
