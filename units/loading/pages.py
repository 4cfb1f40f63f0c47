"""What the pages of every file that is loaded back have in common."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common.differences import FATE_WORDS, TONES, Difference, Fate
from common.workbook_file import MAX_MEGABYTES, MEGABYTE
from units.loading.uploads import HandedIn

ROWS_A_PAGE = 100


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=_("填好的工作簿"),
        help_text=format_lazy(
            _("XLSX，不超过 {most} MB；用 Excel、WPS 或 LibreOffice 保存的都可以。"),
            most=MAX_MEGABYTES,
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def handed_in(self) -> HandedIn:
        """No more of it than shows that it is too long."""
        file = self.cleaned_data["file"]
        return HandedIn(file.name, file.read(MAX_MEGABYTES * MEGABYTE + 1))


@dataclass(frozen=True)
class FateLink:
    key: str
    word: str | Promise
    tone: str
    count: int
    is_current: bool


def difference_context(difference: Difference, query: QueryDict) -> dict[str, Any]:
    counts = difference.counts
    shown = query.get("show", "")
    fates = [Fate(shown)] if shown in set(Fate) else list(Fate)
    pages = Paginator(difference.of(fates), ROWS_A_PAGE)
    return {
        "difference": difference,
        "refused": counts[Fate.REFUSED],
        "changed": counts[Fate.CHANGED],
        "added": counts[Fate.ADDED],
        "same": counts[Fate.SAME],
        "fates": list(_links(counts, shown)),
        "page": pages.get_page(query.get("page")),
    }


def _links(counts: Mapping[Fate, int], shown: str) -> list[FateLink]:
    total = sum(counts.values())
    everything = FateLink("all", _("全部"), "neutral", total, is_current=shown not in set(Fate))
    return [everything] + [
        FateLink(fate, FATE_WORDS[fate], TONES[fate], count, is_current=shown == fate)
        for fate, count in counts.items()
        if count
    ]
