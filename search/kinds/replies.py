"""Replies to the deputies: the host's own until they are issued, then also for who reads the plan

and for the deputies' office.
"""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from motions.models import read_by
from replies.models import Answer
from replies.selectors import kept_governments
from replies.workflow import INSIDE_THE_HOST
from search.hits import Hit, Kind
from search.matching import Words, excerpt, holding, marked, newest
from tasks.models import Obligation
from units.permissions import Access

TEXTS = ("heading", "text", "reply__document_number")


def _answers(access: Access) -> "QuerySet[Answer]":
    units = access.working_units
    above = read_by(access, "reply__obligation__plan__") | Q(
        reply__government__in=kept_governments(access)
    )
    is_out = ~Q(reply__status__in=[status.value for status in INSIDE_THE_HOST])
    return Answer.objects.filter(
        Q(reply__obligation__unit__in=units) | (above & is_out),
        reply__obligation__withdrawn_at__isnull=True,
    )


def _find(access: Access, words: Words, most: int) -> list[int]:
    return newest(_answers(access).filter(holding(words, *TEXTS)), most)


def _show(access: Access, words: Words, keys: list[int]) -> list[Hit]:
    rows = (
        _answers(access)
        .filter(pk__in=keys)
        .select_related("reply__obligation__motion", "reply__obligation__unit")
        .order_by("-pk")
    )
    return [
        Hit(
            title=marked(row.heading, words),
            note=_note(row.reply.obligation),
            text=excerpt((row.text, row.reply.document_number), words),
            address=reverse("reply", args=[row.reply.obligation_id]),
        )
        for row in rows
    ]


def _note(owed: Obligation) -> str:
    return " · ".join(str(part) for part in (owed.unit, owed.motion) if part)


REPLIES = Kind("replies", _("答复代表"), "send", _find, _show)
