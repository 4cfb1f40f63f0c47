"""Units of one's government, by any name they have or had; and their people, as far as one knows them."""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from motions.models import read_by
from search.hits import Hit, Kind
from search.matching import Words, excerpt, holding, marked, newest
from tasks.models import Obligation
from units.models import Membership, Unit, UnitAlias, UnitName
from units.permissions import Access
from units.roles import Permission

# Of one government there are fewer.
MOST_UNITS = 1_000


def readable_units(access: Access) -> "QuerySet[Unit]":
    """A directive, which names them, is printed for the whole government."""
    return Unit.objects.filter(government__in=access.governments)


def units_called(access: Access, words: Words) -> "QuerySet[Unit]":
    aliases = UnitAlias.objects.filter(holding(words, "name"), unit=OuterRef("pk"))
    former = UnitName.objects.filter(holding(words, "name"), unit=OuterRef("pk"))
    called = holding(words, "name") | Q(Exists(aliases) | Exists(former))
    return readable_units(access).filter(called)


def _find_units(access: Access, words: Words, most: int) -> list[int]:
    return newest(units_called(access, words), most)


def _show_units(access: Access, words: Words, keys: list[int]) -> list[Hit]:
    rows = (
        readable_units(access)
        .filter(pk__in=keys)
        .select_related("government", "merged_into")
        .prefetch_related("aliases", "former_names")
        .order_by("-pk")
    )
    return [
        Hit(
            title=marked(row.name, words),
            note=str(row.government),
            text=excerpt(other_names(row), words),
            address=reverse("unit", args=[row.pk]),
        )
        for row in rows
    ]


def other_names(unit: Unit) -> list[str]:
    aliases, former = unit.aliases.all(), unit.former_names.all()
    return [*(row.name for row in aliases), *(row.name for row in former)]


# -- people ------------------------------------------------------------------------------------------


def readable_posts(access: Access) -> "QuerySet[Membership]":
    """Colleagues; for who reads a whole plan, people of the units that work on it; for who keeps

    the people of a government, all of them.
    """
    works = Obligation.objects.in_force().filter(read_by(access, "plan__"), unit=OuterRef("unit"))
    managed = access.governments_with(Permission.MANAGE_REFERENCE_DATA)
    known = Q(unit__in=access.units) | Q(unit__government__in=managed) | Q(Exists(works))
    return Membership.objects.valid_on(access.on).filter(
        known, unit__government__in=access.governments, user__is_active=True
    )


def _find_people(access: Access, words: Words, most: int) -> list[int]:
    rows = readable_posts(access).filter(holding(words, "user__name")).order_by("user")
    return list(rows.values_list("user", flat=True).distinct()[: most + 1])


def _show_people(access: Access, words: Words, keys: list[int]) -> list[Hit]:
    posts: dict[int, list[Membership]] = defaultdict(list)
    rows = readable_posts(access).filter(user__in=keys).select_related("user", "unit")
    for row in rows.order_by("user", "pk"):
        posts[row.user_id].append(row)
    return [
        Hit(
            title=marked(own[0].user.name, words),
            note=" · ".join(f"{row.unit} {row.get_role_display()}" for row in own),
            address=reverse("unit", args=[own[0].unit_id]),
        )
        for own in posts.values()
    ]


UNITS = Kind("units", _("单位"), "building", _find_units, _show_units)
PEOPLE = Kind("people", _("人员"), "user", _find_people, _show_people)
