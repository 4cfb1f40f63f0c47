"""What is typed where documents are issued, looked for and checked."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common.document_number import DocumentNumberField
from common.fields import LineField
from common.kept_files import MEGABYTE, digest_of
from documents.errors import NothingToCheckError, TooLargeToCheckError
from documents.kinds import KIND_WORDS, WITHOUT_NUMBER, Kind
from units.models import Unit


class IssueForm(forms.Form):
    """The number a unit gives its document; what needs none leaves it empty."""

    number = DocumentNumberField()
    renumber = forms.BooleanField(label=_("上次填错了号，内容不变，换号再印发一版"), required=False)

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].required = kind not in WITHOUT_NUMBER


class ScanForm(forms.Form):
    scan = forms.FileField(label=_("盖章扫描件"))


class ListForm(forms.Form):
    """The filters of the list; all of it stands in the address."""

    is_filter = True
    kind = forms.ChoiceField(label=_("文种"), required=False)
    unit = forms.ModelChoiceField(
        label=_("发文单位"), queryset=Unit.objects.none(), required=False, empty_label=_("全部")
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.value, words) for kind, words in KIND_WORDS.items()]
        self.fields["kind"].choices = [("", _("全部")), *choices]  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """A filter that is none of the list's is none."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class CheckForm(forms.Form):
    """A code, a file, or both."""

    code = LineField(
        label=_("验证码"),
        required=False,
        max_length=100,
        help_text=_("印在文件上的 24 位字母和数字；大小写、空格和短横都不影响。"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    file = forms.FileField(
        label=_("电子文件"),
        required=False,
        allow_empty_file=True,
        max_length=1_000,
        help_text=_("平台印发的 PDF，或者盖章扫描件。文件只用来核对，不会留存。"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if not self.errors and not cleaned.get("code") and not file:
            raise forms.ValidationError(str(NothingToCheckError()))
        if file and file.size > settings.ATTACHMENT_MAX_BYTES:
            self.add_error("file", str(too_large(file.size)))
        return cleaned

    def file_sha256(self) -> str:
        """Read piece by piece. Only after `is_valid()`."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        return digest_of(file.chunks())


def too_large(size: int) -> TooLargeToCheckError:
    return TooLargeToCheckError(
        found=-(-size // MEGABYTE), most=settings.ATTACHMENT_MAX_BYTES // MEGABYTE
    )
