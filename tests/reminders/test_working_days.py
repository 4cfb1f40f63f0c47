"""The year of working days: read from the notice, shown as a difference, asked for where it is missing."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.calendar import SeededDay, WorkCalendar, seed_years
from common.templatetags.portal import provisional
from motions.models import Deadline
from notifications.models import Message
from reminders.models import Reminder
from reminders.words import Wording
from reminders.working_days.asking import ask_for_years
from reminders.working_days.notice import read_notice
from reminders.working_days.selectors import calendar_of
from reminders.working_days.services import set_year
from tasks.duties import owed_due
from tasks.models import Obligation
from tests.playing import SECOND_CITY, at, load, person
from tests.reminders.city import City, open_city, sweep
from tests.reminders.notices import NOTICES
from units.models import CalendarDay, CalendarYear, User
from units.permissions import access_of
from units.roles import Role

# -- reading -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", NOTICES)
def test_what_a_notice_says_is_what_everybody_knows_of_that_year(year):
    reading = read_notice(NOTICES[year], year)
    assert reading.faults == []
    known = [(day.day, day.is_workday) for day in seed_years(year, year)[0]]
    assert [
        (day.day, day.is_workday) for day in reading.exceptions if day.day.year == year
    ] == known


def test_advice_is_no_holiday_and_is_handed_back():
    reading = read_notice(NOTICES[2024], 2024)
    assert date(2024, 2, 9) not in reading.days
    assert any("除夕" in words for words in reading.unused)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("一、元旦：1月1日（周五）放假1天。", "weekday"),
        ("一、元旦：1月1日至3日放假，共4天。", "count"),
        ("一、元旦：1月1日放假。1月2日上班。", "works anyway"),
        ("一、元旦：2月30日放假。", "no date"),
        ("一、元旦：1月5日至1日放假。", "range"),
        ("一、元旦：1日放假。", "no date"),
        ("一、元旦：1月4日放假。1月4日上班。", "both"),
        ("一、元旦：2023年1月5日放假。", "year"),
        ("一、元旦：2026年1月1日放假。", "year"),
        ("关于部分节假日安排的通知", "nothing"),
        ("", "nothing"),
    ],
)
def test_what_cannot_be_right_is_said(line, kind):
    assert [fault.kind for fault in read_notice(line, 2025).faults] == [kind]


def test_a_notice_that_lost_its_line_ends_is_read_all_the_same():
    text = NOTICES[2023]
    whole, one_line = read_notice(text, 2023), read_notice(text.replace("\n", ""), 2023)
    assert one_line.days == whole.days
    assert len({day.name for day in one_line.days.values()}) > 1


# -- the page ----------------------------------------------------------------------------------------

COMMERCE = "市商务局"


@pytest.fixture
def asked(settings) -> City:
    """A city whose plan reaches into a year that nobody has entered."""
    settings.REHEARSAL_CLOCK = date(2022, 8, 24)
    city = open_city(between_units=True)
    CalendarYear.objects.filter(year=2023).delete()
    CalendarDay.objects.filter(day__year=2023).delete()
    return city


def admin_of(city: City) -> User:
    return person(city.plan.reviewing_unit_id, Role.SYSTEM_ADMIN).user


def address(city: City, year: int = 2023) -> str:
    return reverse("work_calendar", args=[city.plan.government_id, year])


def read_page(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def seen(page: BeautifulSoup) -> str:
    return page.find("input", {"name": "seen"})["value"]


def what_is_said_of(client, city: City, kind: str) -> str:
    """On “my work” of the unit that owes it, and in a reminder."""
    client.force_login(city.clerks[COMMERCE])
    page = " ".join(read_page(client.get(reverse("my_work"))).get_text(" ").split())
    owed = Obligation.objects.get(kind=kind, unit__name=COMMERCE, due_on__year=2023)
    reminder = Reminder(obligation=owed, audience="clerks")
    return page + Wording(date(2022, 12, 20)).content([reminder]).body


@pytest.mark.django_db
def test_a_date_that_a_step_gave_stays_and_says_so(client, asked, settings):
    """It was told to somebody that day, in a receipt, a notice or a letter."""
    settings.REHEARSAL_CLOCK = date(2022, 12, 20)
    unit, on = asked.clerks[COMMERCE].memberships.get().unit, date(2023, 1, 5)
    Obligation.objects.create(
        government=asked.plan.government,
        plan=asked.plan,
        key="given",
        kind="receipt",
        unit=unit,
        original_due_on=on,
        due_on=on,
    )
    said = "这个期限已经告知，公布后也不变"
    assert what_is_said_of(client, asked, "receipt").count(said) == 2
    client.force_login(admin_of(asked))
    typed = {"text": NOTICES[2023], "source": "国办发明电〔2022〕16号"}
    page = read_page(client.post(address(asked), {**typed, "button": "read"}))
    client.post(address(asked), {**typed, "button": "save", "seen": seen(page)})
    assert CalendarYear.objects.filter(year=2023).exists()
    assert Obligation.objects.get(key="given").due_on == on
    assert said not in what_is_said_of(client, asked, "receipt")


def test_what_becomes_of_a_day_is_said_of_each_kind():
    calendar, on = WorkCalendar({}, frozenset()), date(2023, 1, 5)

    def said(kind: str, stage: date | None = None) -> str:
        owed = Obligation(kind=kind, due_on=on, original_due_on=on)
        if stage:
            owed.deadline = Deadline(due_on=stage)
        return provisional(owed_due(owed, calendar, date(2022, 12, 20)))

    assert "已经告知" in said("review")
    assert "随之调整" in said("contribution", date(2023, 1, 20))
    assert said("filing") == "节假日安排尚未公布，工作日为暂计。"


def days(city: City, year: int = 2023) -> int:
    return CalendarDay.objects.filter(government=city.plan.government, day__year=year).count()


pytest_db = pytest.mark.django_db


@pytest_db
def test_a_notice_is_shown_as_a_difference_and_then_saved(client, asked):
    client.force_login(admin_of(asked))
    typed = {"text": NOTICES[2023], "source": "国办发明电〔2022〕16号"}
    page = read_page(client.post(address(asked), {**typed, "button": "read"}))
    changes = page.find(id="difference").find_parent("section").get_text(" ")
    assert "2023年1月2日" in changes
    assert "2023年1月28日" in changes
    assert days(asked) == 0
    answer = client.post(address(asked), {**typed, "button": "save", "seen": seen(page)})
    assert answer.status_code == 302
    known = {day.day for day in seed_years(2023, 2023)[0]}
    rows = CalendarDay.objects.filter(government=asked.plan.government, day__year=2023)
    assert set(rows.values_list("day", flat=True)) == known
    page = read_page(client.get(address(asked)))
    assert "国办发明电〔2022〕16号" in page.get_text()
    assert "休" in page.find("time", datetime="2023-01-02").find_parent("td").get_text()
    assert "班" in page.find("time", datetime="2023-01-28").find_parent("td").get_text()


@pytest_db
def test_a_notice_that_cannot_be_right_changes_nothing_and_stays_typed(client, asked):
    client.force_login(admin_of(asked))
    text = NOTICES[2023].replace("4月5日放假", "4月5日（周一）放假")
    answer = client.post(address(asked), {"text": text, "source": "x", "button": "save"})
    assert answer.status_code == 422
    page = read_page(answer)
    assert "其实是周三" in page.get_text()
    assert "4月5日（周一）放假" in page.find("textarea", {"name": "text"}).get_text()
    assert days(asked) == 0


@pytest_db
def test_a_year_has_a_source(client, asked):
    client.force_login(admin_of(asked))
    answer = client.post(address(asked), {"text": NOTICES[2023], "source": "", "button": "read"})
    assert answer.status_code == 422
    assert not CalendarYear.objects.filter(government=asked.plan.government, year=2023).exists()


@pytest_db
def test_somebody_else_changed_the_year_meanwhile(client, asked):
    client.force_login(admin_of(asked))
    typed = {"text": NOTICES[2023], "source": "国办发明电〔2022〕16号"}
    page = read_page(client.post(address(asked), {**typed, "button": "read"}))
    CalendarDay.objects.create(
        government=asked.plan.government, day=date(2023, 6, 1), is_workday=False, name="本地"
    )
    answer = client.post(address(asked), {**typed, "button": "save", "seen": seen(page)})
    assert answer.status_code == 409
    assert days(asked) == 1
    page = read_page(answer)
    assert "2023年6月1日" in page.find(id="difference").find_parent("section").get_text(" ")
    client.post(address(asked), {**typed, "button": "save", "seen": seen(page)})
    assert not CalendarDay.objects.filter(day=date(2023, 6, 1)).exists()


@pytest_db
def test_a_single_day(client, asked):
    client.force_login(admin_of(asked))
    typed = {"day": "2022-08-30", "state": "free", "name": "本地放假", "button": "day"}
    assert client.post(address(asked, 2022), typed).status_code == 302
    row = CalendarDay.objects.get(government=asked.plan.government, day="2022-08-30")
    assert (row.is_workday, row.name) == (False, "本地放假")
    client.post(address(asked, 2022), {**typed, "state": "work"})
    assert not CalendarDay.objects.filter(day="2022-08-30").exists()
    assert client.post(address(asked, 2023), typed).status_code == 422


@pytest_db
def test_what_was_counted_by_the_year_follows(client, asked):
    """Contributions ten working days before a stage; five days off in September move them."""
    client.force_login(admin_of(asked))
    owed = Obligation.objects.filter(
        plan=asked.plan, kind="contribution", deadline__due_on="2022-09-30"
    ).first()
    before = owed.due_on
    typed = {"day": "2022-09-28", "state": "free", "name": "本地放假", "button": "day"}
    client.post(address(asked, 2022), typed)
    owed.refresh_from_db()
    assert owed.due_on < before
    assert "节假日" in owed.reason


@pytest_db
def test_what_was_counted_by_days_before_new_year_follows_the_notice_too(asked):
    """As in that on 2019, which made the 31st a day off and the Saturday before a working day."""
    owed = Obligation.objects.filter(
        plan=asked.plan, kind="contribution", deadline__due_on="2022-12-31"
    ).first()
    before = owed.due_on
    admin = admin_of(asked)
    set_year(
        government_id=asked.plan.government_id,
        year=2023,
        days=[SeededDay(day=date(2022, 12, 29), is_workday=False, name="元旦")],
        source="国务院办公厅通知",
        seen=calendar_of(asked.plan.government, 2023).seal,
        by=admin,
        access=access_of(admin, date(2022, 8, 24)),
        now=at("2022-08-24"),
    )
    owed.refresh_from_db()
    assert owed.due_on < before
    assert "2023 年节假日" in owed.reason


@pytest_db
def test_reminders_are_looked_at_again(client, asked):
    sweep("2022-08-24")
    client.force_login(admin_of(asked))
    for day in ("2022-08-29", "2022-08-30"):
        typed = {"day": day, "state": "free", "name": "本地放假", "button": "day"}
        client.post(address(asked, 2022), typed)
    clerk = asked.clerks[COMMERCE]
    sweep("2022-08-25")  # three days before are only two working days away now
    bodies = [m.body for m in Message.objects.filter(recipient=clerk, channel="inbox")]
    assert any("8月底阶段报告" in body and "还有 2 个工作日" in body for body in bodies)


@pytest_db
def test_the_first_year_that_nobody_entered_can_be_entered_though_no_plan_needs_it(client, asked):
    CalendarYear.objects.create(government=asked.plan.government, year=2023, source="x")
    last = CalendarYear.objects.filter(government=asked.plan.government).latest("year").year
    client.force_login(admin_of(asked))
    page = read_page(client.get(reverse("work_calendars")))
    assert page.find("a", href=address(asked, last + 1)) is not None
    assert page.find("a", href=address(asked, last + 2)) is None


# -- asking ------------------------------------------------------------------------------------------


def asked_of(user: User) -> list[str]:
    rows = Message.objects.filter(recipient=user, key__startswith="calendar/", channel="inbox")
    return [row.key.rpartition("/")[2] for row in rows.order_by("pk")]


@pytest_db
def test_the_administrator_is_asked_once_on_each_occasion(asked):
    admin = admin_of(asked)
    for day in ("2022-08-24", "2022-08-25", "2022-10-31"):
        ask_for_years(now=at(day))
    assert asked_of(admin) == ["first"]
    for day in ("2022-11-01", "2022-11-30", "2022-12-01", "2023-01-05"):
        ask_for_years(now=at(day))
        ask_for_years(now=at(day))
    assert asked_of(admin) == ["first", "2022-11", "2022-12", "2023-01"]
    mails = Message.objects.filter(recipient=admin, channel="mail", key__startswith="calendar/")
    assert mails.count() == 4


@pytest_db
def test_who_was_asked_costs_the_hourly_look_nothing(asked):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            ask_for_years(now=at("2022-08-24", 12))
        return len(found)

    admin_of(asked)
    queries()
    one = queries()
    second = load(SECOND_CITY)
    CalendarYear.objects.filter(year=2023).delete()
    Obligation.objects.filter(plan=second).update(due_on=date(2023, 3, 1), met_at=None)
    person(second.reviewing_unit_id, Role.SYSTEM_ADMIN)
    assert queries() > one
    assert queries() == one


@pytest_db
def test_nobody_is_asked_for_a_year_that_is_known_or_that_no_plan_needs(asked):
    admin = admin_of(asked)
    CalendarYear.objects.create(government=asked.plan.government, year=2023, source="x")
    ask_for_years(now=at("2022-12-01"))
    assert asked_of(admin) == []
    CalendarYear.objects.filter(year=2023).delete()
    late = Obligation.objects.filter(plan=asked.plan, due_on__gte="2022-11-01")
    late.update(met_at=at("2022-08-23"))
    ask_for_years(now=at("2022-08-24"))
    assert asked_of(admin) == []


@pytest_db
def test_the_banner_stands_until_the_year_is_entered(client, asked):
    client.force_login(admin_of(asked))
    page = client.get(reverse("inbox")).content.decode()
    assert "2023 年节假日安排还没有录入" in page
    assert address(asked) in page
    client.force_login(asked.office)
    assert "节假日安排还没有录入" not in client.get(reverse("inbox")).content.decode()
    CalendarYear.objects.create(government=asked.plan.government, year=2023, source="x")
    client.force_login(admin_of(asked))
    assert "节假日安排还没有录入" not in client.get(reverse("inbox")).content.decode()
