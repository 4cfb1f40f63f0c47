"""A calendar in the form of RFC 5545. Written in Chinese, like everything that leaves the portal."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vText

from common.clock import OPENING_TIME
from common.due import Due, due
from common.templatetags.portal import day, moved, provisional
from motions.words import report_words
from reminders.feeds.owed import Entry
from reminders.models import Audience, ReminderRule
from reminders.people import ROLES
from reminders.rule_book import RuleBook
from reminders.rungs import ladder
from reminders.words import MOST_ITEMS, link_of, rung_words, title_of, title_of_many
from tasks.duties import owed_due
from tasks.models import Obligation
from units.permissions import Access
from units.roles import Role
from units.selectors import work_calendar

if TYPE_CHECKING:
    from common.calendar import WorkCalendar

ONE_DAY = timedelta(days=1)
REFRESH = timedelta(hours=6)
ZONE = "Asia/Shanghai"
AT_OPENING = timedelta(hours=OPENING_TIME.hour, minutes=OPENING_TIME.minute)
# Controls, line ends of any kind, and what turns the direction of writing. Rare characters of names
# that lie in private use stay.
NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# Outlook shows the day as free: a due date is no meeting.
OUTLOOK_FREE = ("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")


def calendar_text(entries: Iterable[Entry], *, access: Access, name: str, today: date) -> bytes:
    """`access`: of whom alarms are for."""
    entries = list(entries)
    writer = _Writer(access, today, RuleBook.of({entry.first.government_id for entry in entries}))
    with translation.override(settings.LANGUAGE_CODE):
        calendar = _calendar(_plain(name))
        for entry in entries:
            calendar.add_component(writer.event(entry))
    content: bytes = calendar.to_ical()
    return content


def _calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", "-//motion-portal//议案办理督办平台//ZH")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    for key in ("NAME", "X-WR-CALNAME"):
        calendar.add(key, vText(name))
    calendar.add("X-WR-TIMEZONE", vText(ZONE))
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vText("PT6H"))
    return calendar


@dataclass
class _Writer:
    access: Access
    today: date
    rules: RuleBook
    calendars: dict[int, "WorkCalendar"] = field(default_factory=dict)

    def event(self, entry: Entry) -> Event:
        owed = entry.first
        calendar = self._calendar_of(owed.government_id)
        when = self._due(entry, calendar)
        link = f"{settings.PORTAL_URL}{_link(entry)}"
        title = _plain(_title(entry))
        event = Event()
        event.add("UID", f"{entry.name}@{urlsplit(settings.PORTAL_URL).hostname}")
        event.add("DTSTAMP", entry.changes.last.astimezone(UTC))
        event.add("LAST-MODIFIED", entry.changes.last.astimezone(UTC))
        event.add("SEQUENCE", entry.changes.times)
        event.add("DTSTART", entry.on)
        event.add("DTEND", entry.on + ONE_DAY)
        event.add("SUMMARY", title)
        event.add(
            "DESCRIPTION", "\n".join(_plain(line) for line in _lines(entry, when)) + f"\n{link}"
        )
        event.add("URL", link)
        event.add("CATEGORIES", [_plain(str(owed.get_kind_display()))])
        event.add("STATUS", "CONFIRMED")
        event.add("TRANSP", "TRANSPARENT")
        event.add(*OUTLOOK_FREE)
        if entry.open and not entry.is_watched:
            for alarm in self._alarms(owed, calendar, title):
                event.add_component(alarm)
        return event

    def _due(self, entry: Entry, calendar: "WorkCalendar") -> Due:
        if entry.is_watched:
            return due(calendar, entry.on, self.today)
        return owed_due(entry.first, calendar, self.today)

    def _alarms(self, owed: Obligation, calendar: "WorkCalendar", title: str) -> Iterable[Alarm]:
        """At the opening of the offices on each rung up to the day itself. Of what is late the portal
        speaks: a calendar that was not read since would go on about what has been done."""
        meant = [rule for rule in self.rules.rules_of(owed) if self._is_meant(owed, rule)]
        days = {on: rule for on, rule in ladder(calendar, owed.due_on, meant) if on <= owed.due_on}
        for on, rule in days.items():
            alarm = Alarm()
            alarm.add("ACTION", "DISPLAY")
            alarm.add("TRIGGER", on - owed.due_on + AT_OPENING)
            alarm.add("DESCRIPTION", f"{title} {rung_words(rule)}")
            yield alarm

    def _is_meant(self, owed: Obligation, rule: ReminderRule) -> bool:
        return any(self._holds(owed, audience) for audience in rule.audiences)

    def _holds(self, owed: Obligation, audience: str) -> bool:
        if audience == Audience.VICE_MAYOR:
            return any(grant.role == Role.VICE_MAYOR for grant in self.access.grants)
        places = {
            Audience.OFFICE: owed.plan.reviewing_unit_id,
            Audience.BUREAU: owed.plan.supervisor_unit_id,
        }
        unit_id = places.get(Audience(audience), owed.unit_id)
        return any(
            grant.unit_id == unit_id and grant.role == ROLES[audience]
            for grant in self.access.grants
        )

    def _calendar_of(self, government_id: int) -> "WorkCalendar":
        if government_id not in self.calendars:
            self.calendars[government_id] = work_calendar(government_id)
        return self.calendars[government_id]


def _link(entry: Entry) -> str:
    if entry.is_watched:
        return reverse("board", args=[entry.first.plan_id])
    if len(entry.open) > 1 and entry.first.kind == Obligation.Kind.CO_SIGNATURE:
        return reverse("my_work")  # which lists them all
    return link_of((entry.open or entry.owed)[0])


def _title(entry: Entry) -> str:
    title = _title_of_stage(entry) if entry.is_watched else _title_of_own(entry)
    return title if entry.open else _("✔ 已办：%(title)s") % {"title": title}


def _title_of_stage(entry: Entry) -> str:
    facts = {"report": report_words(entry.on), "n": len(entry.owed)}
    return _("%(report)s：%(n)s 家单位应报送") % facts


def _title_of_own(entry: Entry) -> str:
    rows = entry.open or entry.owed
    return title_of(rows[0]) if len(entry.owed) == 1 else title_of_many(rows[0], len(rows))


def _lines(entry: Entry, when: Due) -> Iterable[str]:
    owed = entry.first
    yield _("期限：%(on)s 24:00") % {"on": day(when.on)}
    if when.original:
        yield moved(when.original, when.on)
    if not when.is_workday:
        last = {"last": day(when.last_workday)}
        yield _("当天不是工作日，最后一个工作日为 %(last)s；期限不变。") % last
    if when.is_provisional:
        days_too = _("节假日安排尚未公布，工作日和提醒的日子为暂计。")
        yield provisional(when) if when.afterwards else days_too
    yield str(owed.plan)
    yield _how_far(entry)
    if len(entry.owed) > 1 and not entry.is_watched:
        yield from _listed(entry)


def _listed(entry: Entry) -> Iterable[str]:
    """One line for each item, what is open first."""
    rows = sorted(entry.owed, key=lambda row: (not row.is_open, row.pk))
    for row in rows[:MOST_ITEMS]:
        yield f"· {row.task}" if row.is_open else _("✔ 已办：%(title)s") % {"title": row.task}
    if len(rows) > MOST_ITEMS:
        yield _("另有 %(n)s 项") % {"n": len(rows) - MOST_ITEMS}


def _how_far(entry: Entry) -> str:
    done = len(entry.owed) - len(entry.open)
    if not entry.open:
        met_on = max(row.met_on for row in entry.owed)
        return _("已于 %(on)s 办结。") % {"on": day(met_on)}
    if entry.is_watched:
        return _("已报送 %(done)s 家，还有 %(left)s 家。") % {"done": done, "left": len(entry.open)}
    if len(entry.owed) == 1:
        return _("办结以后，下一次更新日历时打上 ✔，不再提醒。")
    return _("共 %(all)s 项，已办 %(done)s 项。") % {"all": len(entry.owed), "done": done}


def _plain(text: str) -> str:
    """One line without characters that no calendar shows and some take for its structure."""
    return " ".join(NOT_IN_A_LINE.sub(" ", text).split())
