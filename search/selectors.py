"""What a person finds: a fixed number of queries for each kind, whatever is found."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise

from common.errors import NotVisibleError
from motions.models import Plan
from reports.models import Filing
from search.hits import Hit, Kind
from search.kinds import KINDS
from search.kinds.supervision import readable_notices
from search.kinds.units import readable_posts, readable_units
from search.matching import Words
from tasks.models import Obligation, Task
from units.models import Membership, Unit
from units.permissions import Access

if TYPE_CHECKING:
    from supervision.models import Notice

# Of each kind: on the page of all, on its own pages, in the palette, and in all.
FIRST, A_PAGE, AT_ONCE, MOST = 5, 20, 4, 100
ON_A_UNIT = 10


@dataclass(frozen=True)
class Group:
    """`count` of what was found, at most `MOST`; `is_more`: there is more than that."""

    name: str
    words: str | Promise
    icon: str
    count: int
    is_more: bool
    hits: list[Hit]
    page: Page[int] | None = None

    @property
    def shows_all(self) -> bool:
        return len(self.hits) == self.count


def found(access: Access, words: Words, *, kind: str = "", page: str = "1") -> list[Group]:
    """Every kind with its first hits; with `kind` a page of that one, and only how many of others."""
    groups = []
    for each in KINDS:
        keys = each.find(access, words, MOST)
        if keys:
            groups.append(_group(access, words, each, keys, kind, page))
    return groups


def _group(
    access: Access, words: Words, kind: Kind, keys: list[int], asked_kind: str, number: str
) -> Group:
    is_more, keys = len(keys) > MOST, keys[:MOST]
    page = Paginator(keys, A_PAGE).get_page(number) if kind.name == asked_kind else None
    shown = list(page.object_list) if page else [] if asked_kind else keys[:FIRST]
    hits = kind.show(access, words, shown) if shown else []
    return Group(kind.name, kind.words, kind.icon, len(keys), is_more, hits, page)


def found_at_once(access: Access, words: Words) -> Iterator[Group]:
    """The first few of each kind, for who is still typing."""
    for kind in KINDS:
        keys = kind.find(access, words, AT_ONCE)
        shown = keys[:AT_ONCE]
        if shown:
            hits = kind.show(access, words, shown)
            is_more = len(keys) > AT_ONCE
            yield Group(kind.name, kind.words, kind.icon, len(shown), is_more, hits)


# -- a unit ------------------------------------------------------------------------------------------


def unit_for(access: Access, unit_id: int) -> Unit:
    row = (
        readable_units(access)
        .select_related("government", "merged_into")
        .prefetch_related("aliases", "former_names")
        .filter(pk=unit_id)
        .first()
    )
    if row is None:
        raise NotVisibleError
    return row


def work_of(access: Access, unit: Unit) -> "QuerySet[Task]":
    """What the unit leads or supports now, in the plans one may see."""
    parts = (Obligation.Kind.PART, Obligation.Kind.CONTRIBUTION)
    owed = Obligation.objects.in_force().filter(unit=unit, kind__in=parts, task=OuterRef("pk"))
    return (
        Task.objects.filter(Exists(owed), plan__in=Plan.objects.visible_to(access))
        .select_related("plan")
        .order_by("-plan", "order")
    )


def filings_of(access: Access, unit: Unit) -> "QuerySet[Filing]":
    return (
        Filing.objects.visible_to(access)
        .filter(obligation__unit=unit)
        .select_related("obligation__unit", "obligation__plan", "obligation__deadline")
        .order_by("-obligation__due_on", "-pk")
    )


def notices_of(access: Access, unit: Unit) -> "QuerySet[Notice]":
    return readable_notices(access).filter(unit=unit).order_by("-pk")


def people_of(access: Access, unit: Unit) -> "QuerySet[Membership]":
    return readable_posts(access).filter(unit=unit).select_related("user").order_by("user", "pk")
