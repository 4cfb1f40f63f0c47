"""Notices and difficulties: for their unit and for those who read the whole plan. Never a draft.

Bulletins: once issued for their government, as the directive itself; before, for the bureau.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.dates import day_words
from motions.models import read_by
from search.hits import Hit, Kind
from search.matching import Words, excerpt, holding, marked, newest
from supervision.models import Bulletin, Difficulty, Notice, NoticeIssue
from supervision.workflow import BulletinStatus
from units.permissions import Access
from units.roles import Permission

OF_BULLETIN = ("period", "overview", "laggards", "next_step")
OF_DIFFICULTY = ("what", "tried", "asked", "asked_of")


def _known(access: Access) -> Q:
    units = access.working_units
    return Q(unit__in=units) | read_by(access, "plan__")


def readable_notices(access: Access) -> "QuerySet[Notice]":
    return Notice.objects.filter(_known(access))


def _find_notices(access: Access, words: Words, most: int) -> list[int]:
    issues = NoticeIssue.objects.filter(
        holding(words, "document_number", "text"), notice=OuterRef("pk")
    )
    found = holding(words, "title", "answer") | Q(Exists(issues))
    return newest(readable_notices(access).filter(found), most)


def _show_notices(access: Access, words: Words, keys: list[int]) -> list[Hit]:
    rows = (
        readable_notices(access)
        .filter(pk__in=keys)
        .select_related("unit", "plan")
        .prefetch_related("issues")
        .order_by("-pk")
    )
    return [notice_hit(row, words) for row in rows]


def notice_hit(row: Notice, words: Words) -> Hit:
    issued = (text for issue in row.issues.all() for text in (issue.document_number, issue.text))
    opened = day_words(timezone.localdate(row.opened_at))
    return Hit(
        title=marked(row.title, words),
        note=f"{row.unit} · {row.get_level_display()} · {opened}",
        text=excerpt((*issued, row.answer), words),
        address=reverse("notice", args=[row.pk]),
    )


def _difficulties(access: Access) -> "QuerySet[Difficulty]":
    return Difficulty.objects.filter(_known(access))


def _find_difficulties(access: Access, words: Words, most: int) -> list[int]:
    return newest(_difficulties(access).filter(holding(words, *OF_DIFFICULTY)), most)


def _show_difficulties(access: Access, words: Words, keys: list[int]) -> list[Hit]:
    rows = _difficulties(access).filter(pk__in=keys).select_related("unit", "task").order_by("-pk")
    return [
        Hit(
            title=marked(f"{row.unit} {row.task}", words),
            note=day_words(timezone.localdate(row.reported_at)),
            text=excerpt((row.what, row.tried, row.asked, row.asked_of), words),
            address=reverse("difficulty", args=[row.pk]),
        )
        for row in rows
    ]


def _bulletins(access: Access) -> "QuerySet[Bulletin]":
    """As `supervision.permissions.can_read_bulletin` says of one."""
    own = Q(plan__supervisor_unit__in=access.units_with(Permission.SUPERVISE))
    issued = Q(status=BulletinStatus.ISSUED, government__in=access.governments)
    return Bulletin.objects.filter(own | issued)


def _find_bulletins(access: Access, words: Words, most: int) -> list[int]:
    return newest(_bulletins(access).filter(holding(words, *OF_BULLETIN)), most)


def _show_bulletins(access: Access, words: Words, keys: list[int]) -> list[Hit]:
    rows = _bulletins(access).filter(pk__in=keys).select_related("plan").order_by("-pk")
    return [
        Hit(
            title=marked(row.period, words),
            note=f"{row.plan} · {row.get_status_display()}",
            text=excerpt((row.overview, row.laggards, row.next_step), words),
            address=reverse("bulletin", args=[row.pk]),
        )
        for row in rows
    ]


NOTICES = Kind("notices", _("督办件"), "flag", _find_notices, _show_notices)
DIFFICULTIES = Kind("difficulties", _("困难和问题"), "info", _find_difficulties, _show_difficulties)
BULLETINS = Kind("bulletins", _("督查通报"), "stamp", _find_bulletins, _show_bulletins)
