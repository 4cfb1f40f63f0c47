"""The roster of deputies: for the deputies' office alone, which keeps it."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from replies.models import RosterEntry
from replies.selectors import kept_governments
from search.hits import Hit, Kind
from search.matching import Words, excerpt, holding, marked, newest
from units.permissions import Access

if TYPE_CHECKING:
    from django.db.models import QuerySet

OF_ENTRY = ("name", "delegation", "telephone", "address")


def _entries(access: Access) -> "QuerySet[RosterEntry]":
    return RosterEntry.objects.filter(deputy__motion__plan__government__in=kept_governments(access))


def _find(access: Access, words: Words, most: int) -> list[int]:
    return newest(_entries(access).filter(holding(words, *OF_ENTRY)), most)


def _show(access: Access, words: Words, keys: list[int]) -> list[Hit]:
    rows = (
        _entries(access).filter(pk__in=keys).select_related("deputy__motion__plan").order_by("-pk")
    )
    return [
        Hit(
            title=marked(row.name or row.deputy.name, words),
            note=str(row.deputy.motion),
            text=excerpt((row.delegation, row.telephone, row.address), words),
            address=reverse("deputy", args=[row.deputy_id]),
        )
        for row in rows
    ]


DEPUTIES = Kind("deputies", _("代表名册"), "users", _find, _show)
