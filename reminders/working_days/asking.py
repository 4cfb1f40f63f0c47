"""Asking the administrator for a year whose holidays nobody has entered."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from notifications.models import Message
from notifications.services import notify
from reminders.working_days.selectors import years_asked_for
from units.models import User
from units.roles import Permission
from units.selectors import posts_in_governments

# Notices are published from about then on in the year before.
FIRST_MONTH_OF_ASKING_AGAIN = 11


def ask_for_years(*, now: datetime) -> None:
    """Once as soon as a plan's dates depend on the year, then once a month from November before it.

    What a message is about stands in its key, so that nobody is asked twice on one occasion,
    however often this runs.
    """
    today = timezone.localdate(now)
    asked = years_asked_for(today)
    people: dict[int, list[User]] = defaultdict(list)
    for post in posts_in_governments(Permission.MANAGE_REFERENCE_DATA, asked, today):
        people[post.unit.government_id].append(post.user)
    keys = {(pk, year): _key(pk, year, now) for pk, years in asked.items() for year in years}
    told = _told(keys.values(), people)
    with translation.override(settings.LANGUAGE_CODE):
        for (government_id, year), key in keys.items():
            new = [user for user in people[government_id] if (key, user.pk) not in told]
            if new:
                _ask(government_id, year, new, key, now)


def _key(government_id: int, year: int, now: datetime) -> str:
    return f"calendar/{government_id}/{year}/{_occasion(year, now)}"


def _told(keys: Iterable[str], people: Mapping[int, list[User]]) -> set[tuple[str, int]]:
    """In one query: nearly always everybody was told before."""
    rows = Message.objects.filter(
        channel=Message.Channel.INBOX,
        key__in=list(keys),
        recipient__in={user.pk for users in people.values() for user in users},
    )
    return set(rows.values_list("key", "recipient"))


def _ask(government_id: int, year: int, people: list[User], key: str, now: datetime) -> None:
    facts = {"year": year}
    subject = _("请录入 %(year)s 年节假日安排") % facts
    body = _(
        "有计划的期限或提醒要按 %(year)s 年的工作日推算，而那一年的节假日安排还没有录入，"
        "现在按周一至周五暂计，处处标有“暂定”。\n"
        "国务院办公厅的通知发布以后，请打开链接，把通知原文贴进去，核对差别后保存；"
        "有关日期随即重新推算。"
    )
    link = reverse("work_calendar", args=[government_id, year])
    notify(recipients=people, subject=subject, body=body % facts, link=link, key=key, now=now)


def _occasion(year: int, now: datetime) -> str:
    today = timezone.localdate(now)
    november = date(year - 1, FIRST_MONTH_OF_ASKING_AGAIN, 1)
    return f"{today:%Y-%m}" if today >= november else "first"
