"""What responsible units write to their leads: for the unit, its leads now, and who reads the whole plan.

As `reports.permissions.can_read_contribution` says of one.
"""

from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motions.models import read_by
from motions.words import stage_words
from reports.models import Contribution, ContributionVersion
from search.hits import Hit, Kind
from search.matching import Recent, Words, excerpt, marked, newest_in_texts
from tasks.models import Task, TaskParty
from tasks.parties import PREFETCH, leads_of
from units.permissions import Access

if TYPE_CHECKING:
    from django.db.models import QuerySet

TEXTS = ("narrative", "problems")


def _led_tasks(units: frozenset[int]) -> list[int]:
    """Led by one of the units now: a re-assignment is laid over what the directive prints."""
    role = TaskParty.Role.LEAD
    printed = Q(parties__role=role) & (
        Q(parties__unit__in=units) | Q(parties__group__members__unit__in=units)
    )
    handed_on = Q(reassignments__role=role, reassignments__to_unit__in=units)
    ids = Task.objects.filter(printed | handed_on).values("pk")
    rows = Task.objects.filter(pk__in=ids).prefetch_related(*PREFETCH)
    return [task.pk for task in rows if units & {unit.pk for unit in leads_of(task)}]


def _readable(access: Access) -> "QuerySet[ContributionVersion]":
    """The version that stands; the one being written, for the unit alone."""
    units, owed = access.working_units, "contribution__obligation__"
    own = Q(**{f"{owed}unit__in": units})
    led = Q(**{f"{owed}task__in": _led_tasks(units)})
    stands = Q(contribution__standing=F("pk"))
    is_draft = Q(contribution__draft=F("pk"))
    return ContributionVersion.objects.filter(
        (own & is_draft) | ((own | led | read_by(access, f"{owed}plan__")) & stands),
        **{f"{owed}withdrawn_at__isnull": True},
    )


def _find(access: Access, words: Words, most: int) -> list[int]:
    readable = _readable(access)

    def recent(number: int) -> Recent:
        """The newest contributions of one's governments."""
        rows = Contribution.objects.filter(government__in=access.governments).order_by("-pk")
        versions = [
            set(filter(None, row)) for row in rows.values_list("draft", "standing")[:number]
        ]
        return Recent("pk", versions, is_all=len(versions) < number)

    return newest_in_texts(readable, words, *TEXTS, most=most, recent=recent)


def _show(access: Access, words: Words, keys: list[int]) -> list[Hit]:
    """Of rows that `_find` has found to be readable."""
    rows = (
        ContributionVersion.objects.filter(pk__in=keys)
        .select_related(
            *(f"contribution__obligation__{name}" for name in ("unit", "task", "deadline", "plan"))
        )
        .order_by("-pk")
    )
    return [_hit(row, words) for row in rows]


def _hit(row: ContributionVersion, words: Words) -> Hit:
    owed = row.contribution.obligation
    stage = stage_words(owed.deadline.due_on, with_year=True) if owed.deadline else ""
    version = (
        gettext("草稿")
        if row.number is None
        else gettext("第%(number)s版") % {"number": row.number}
    )
    return Hit(
        title=marked(f"{owed.unit} {owed.task}", words),
        note=f"{owed.plan} · {stage} · {version}",
        text=excerpt((row.narrative, row.problems), words),
        address=reverse("contribution", args=[owed.pk]),
    )


CONTRIBUTIONS = Kind("contributions", _("函告"), "send", _find, _show)
