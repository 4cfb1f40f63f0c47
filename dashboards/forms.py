"""What the closing page sends. The services check it; nothing here is saved."""

from django import forms
from django.utils.translation import gettext_lazy as _

from motions.words import RESULT_WORDS
from reports.forms import PlainTextField

MOST_WORDS = 5_000


class WordsForm(forms.Form):
    words = PlainTextField(
        label=_("说明"), max_length=MOST_WORDS, widget=forms.Textarea({"rows": 2})
    )


class StageForm(WordsForm):
    """Words are asked for only where something is missing: the service knows."""

    words = PlainTextField(
        label=_("说明"), required=False, max_length=MOST_WORDS, widget=forms.Textarea({"rows": 2})
    )


class LeafForm(WordsForm):
    result = forms.ChoiceField(
        label=_("办结结果"),
        choices=[(r.value, words) for r, words in RESULT_WORDS.items()],
        widget=forms.RadioSelect,
    )
    despite = PlainTextField(
        label=_("未审核仍办结的理由"),
        help_text=_("最后一个阶段的报告还没有审核通过时，必须写。"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 2}),
    )
    field_order = ("result", "words", "despite")
