"""What a reminder says, and where it leads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.due import Due
from common.templatetags.portal import day
from motions.words import report_words, stage_words
from notifications.carriers import Content
from notifications.models import Message
from reminders.models import Audience, Reminder, ReminderRule
from reports.words import NEXT_WORDS, STATUS_WORDS
from reports.workflow import Status
from tasks.duties import SHOWN_ELSEWHERE, duty_link, duty_title, owed_due
from tasks.models import Obligation
from units.selectors import work_calendar, work_calendars

if TYPE_CHECKING:
    from common.calendar import WorkCalendar

# What a reminder needs of its obligation to be put into words.
RELATED = (
    "obligation__plan",
    "obligation__unit",
    "obligation__deadline",
    "obligation__motion",
    "obligation__task",
    "obligation__filing",
    "obligation__parent__unit",
    "obligation__parent__filing",
)


# A longer list is nobody's to read; the page that the message leads to has it all.
MOST_ITEMS = 30
# A unit owes a dozen of these by one day and does them from one list: one line tells of them all.
TOLD_TOGETHER = frozenset({Obligation.Kind.CONTRIBUTION})


@dataclass(frozen=True)
class Item:
    reminder: Reminder
    title: str
    due: Due
    left: str
    standing: str


@dataclass(frozen=True)
class Section:
    items: list[Item]
    more: int


class Wording:
    """Puts reminders into words as of a day; reads each government's calendar once.

    What is told alike, to colleagues or over two channels, is put into words once.
    """

    def __init__(self, today: date, calendars: Mapping[int, "WorkCalendar"] | None = None) -> None:
        self.today = today
        self.calendars = dict(calendars or {})
        self.found: dict[tuple[tuple[int, str], ...], Content] = {}

    def read_calendars(self, government_ids: Iterable[int]) -> None:
        """Of those that were not read yet, all at once."""
        new = set(government_ids) - self.calendars.keys()
        if new:
            self.calendars |= work_calendars(new)

    def content(self, reminders: Iterable[Reminder]) -> Content:
        """One message about everything a person has to be told, the earliest date first."""
        rows = _without_what_is_signed(reminders)
        rows.sort(key=lambda row: (row.obligation.due_on, row.obligation_id))
        told = tuple((row.obligation_id, row.audience) for row in rows)
        if told not in self.found:
            self.found[told] = self._content(rows)
        return self.found[told]

    def _content(self, rows: list[Reminder]) -> Content:
        own = self._section([row for row in rows if row.is_own_work])
        others = self._section([row for row in rows if not row.is_own_work])
        body = render_to_string("reminders/message.txt", {"own": own, "others": others})
        return Content(_subject(own, others), body.strip(), _link(rows))

    def _section(self, rows: list[Reminder]) -> Section:
        bundles = _bundles(rows)
        shown = bundles[:MOST_ITEMS]
        return Section([self._item(rows) for rows in shown], len(bundles) - len(shown))

    def _item(self, rows: list[Reminder]) -> Item:
        row, owed = rows[0], rows[0].obligation
        calendar = self.calendars.get(owed.government_id)
        if calendar is None:
            calendar = self.calendars[owed.government_id] = work_calendar(owed.government_id)
        when = owed_due(owed, calendar, self.today)
        title = title_of(owed) if len(rows) == 1 else title_of_many(owed, len(rows))
        return Item(row, title, when, left_words(when, self.today), _standing(row))


def _without_what_is_signed(reminders: Iterable[Reminder]) -> list[Reminder]:
    """Who is asked to sign a report need not be told beside it that the report is owed."""
    rows = list(reminders)
    kind = Obligation.Kind.SIGN_OFF
    signed = {row.obligation.parent_id for row in rows if row.obligation.kind == kind}
    return [row for row in rows if row.obligation_id not in signed]


def _bundles(rows: Iterable[Reminder]) -> list[list[Reminder]]:
    """What is told together, in the order of the first of each."""
    bundles: dict[tuple[object, ...], list[Reminder]] = {}
    for row in rows:
        owed = row.obligation
        key = (owed.kind, owed.unit_id, owed.deadline_id, owed.due_on)
        together = owed.kind in TOLD_TOGETHER
        bundles.setdefault(key if together else (row.pk,), []).append(row)
    return list(bundles.values())


def title_of_many(owed: Obligation, n: int) -> str:
    """What a unit owes of one kind and stage, in one line."""
    stage = stage_words(owed.deadline.due_on) if owed.deadline else ""
    facts = {"unit": owed.unit, "kind": owed.get_kind_display(), "n": n, "stage": stage}
    return _("%(unit)s %(kind)s %(n)s 项（%(stage)s）") % facts


def _standing(row: Reminder) -> str:
    """How far the filing is and whose turn it is: for the unit itself, nobody else's business."""
    if row.obligation.kind != Obligation.Kind.FILING or not row.is_own_work:
        return ""
    filing = getattr(row.obligation, "filing", None)
    status = Status(filing.status) if filing else Status.NOT_STARTED
    facts = {"status": STATUS_WORDS[status], "next": NEXT_WORDS[status]}
    return _("目前%(status)s：%(next)s") % facts


def title_of(owed: Obligation) -> str:
    """What is owed, and by whom."""
    if owed.kind == Obligation.Kind.REPLY:
        return _("%(unit)s 答复代表议案《%(motion)s》") % {"unit": owed.unit, "motion": owed.motion}
    if owed.kind not in SHOWN_ELSEWHERE:
        return f"{owed.unit} {duty_title(owed)}"
    unit, report = owed.unit, report_words(owed.deadline.due_on)
    if owed.kind == Obligation.Kind.REVIEW:
        return _("审核 %(unit)s %(report)s") % {"unit": owed.parent.unit, "report": report}
    if owed.kind == Obligation.Kind.SIGN_OFF:
        return _("%(unit)s 审签 %(report)s") % {"unit": unit, "report": report}
    if owed.kind == Obligation.Kind.CORRECTION:
        return _("%(unit)s %(report)s补正") % {"unit": unit, "report": report}
    return f"{unit} {report}"


def left_words(when: Due, today: date) -> str:
    if when.state == "today":
        return _("今天 24:00 截止")
    if when.state == "past":
        return _over_words(when.workdays_over)
    if when.workdays_left:
        return ngettext("还有 %(n)s 个工作日", "还有 %(n)s 个工作日", when.workdays_left) % {
            "n": when.workdays_left
        }
    if when.last_workday == today:
        return _("今天是最后一个工作日")
    return _("期限前已没有工作日")


def _over_words(workdays: int) -> str:
    if not workdays:
        return _("已逾期")
    return ngettext("已逾期 %(n)s 个工作日", "已逾期 %(n)s 个工作日", workdays) % {"n": workdays}


def rung_words(rule: ReminderRule) -> str:
    """期限前 5 个工作日, 期限当天, 逾期 3 个工作日."""
    if rule.offset == 0:
        return _("期限当天")
    facts = {"time": time_words(abs(rule.offset), rule.measure)}
    if rule.offset < 0:
        return _("期限前 %(time)s") % facts
    return _("逾期 %(time)s") % facts


def time_words(n: int, measure: str) -> str:
    """5 个工作日."""
    if measure == ReminderRule.Measure.DAYS:
        return ngettext("%(n)s 天", "%(n)s 天", n) % {"n": n}
    return ngettext("%(n)s 个工作日", "%(n)s 个工作日", n) % {"n": n}


def audience_words(rule: ReminderRule) -> str:
    return named(rule.audiences)


def named(audiences: Iterable[str]) -> str:
    return _("、").join(str(Audience(name).label) for name in audiences)


def channel_words(rule: ReminderRule) -> str:
    return _("、").join(str(Message.Channel(name).label) for name in rule.channels)


def _subject(own: Section, others: Section) -> str:
    first = (own.items or others.items)[0]
    number = sum(len(section.items) + section.more for section in (own, others))
    if number == 1:
        return _("提醒：%(title)s，%(left)s") % {"title": first.title, "left": first.left}
    facts = {"n": number, "left": first.left, "on": day(first.due.on)}
    if own.items:
        return _("提醒：%(n)s 项工作待办理，最早一项 %(on)s 到期，%(left)s") % facts
    return _("提醒：%(n)s 项工作逾期未办，最早一项 %(on)s 到期，%(left)s") % facts


def _link(rows: list[Reminder]) -> str:
    """To the form where one thing is to be done, else to the list that has them all."""
    links = {_link_of(row) for row in rows}
    if len(links) == 1:
        return links.pop()
    if not any(row.is_own_work for row in rows):
        return reverse("home")
    if all(row.obligation.kind == Obligation.Kind.REVIEW for row in rows):
        return reverse("review_queue")
    return reverse("my_work")


def _link_of(row: Reminder) -> str:
    owed = row.obligation
    return link_of(owed) if row.is_own_work else reverse("board", args=[owed.plan_id])


def link_of(owed: Obligation) -> str:
    """Where who owes it does it."""
    if owed.kind in TOLD_TOGETHER:
        return reverse("contributions", args=[owed.plan_id, owed.deadline_id])
    if owed.kind not in SHOWN_ELSEWHERE:
        return duty_link(owed)
    filing = getattr(owed.parent or owed, "filing", None)
    if filing is None:  # nobody has begun it yet; "my work" has the button that does
        return reverse("my_work")
    return reverse("review" if owed.kind == Obligation.Kind.REVIEW else "filing", args=[filing.pk])
