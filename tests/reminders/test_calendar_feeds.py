"""The calendar feed, read by a parser that did not write it (`vobject`) and asked for as a calendar does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import vobject
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motions.models import Plan
from reminders.feeds.services import MISSES, make_feed
from reminders.models import CalendarFeed, ReminderRule
from reminders.services import seed_rules
from reports.models import CoSignature
from tasks.parties import leads_of
from tests.co_signing import ask
from tests.playing import SECOND_CITY, Player, at, load, person
from tests.reminders.city import City, meet, move, open_city
from units.models import CalendarYear, Membership, Unit, User
from units.permissions import access_of
from units.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from tasks.models import Obligation

pytestmark = pytest.mark.django_db

FINANCE, COMMERCE, COUNTY = "市财政局", "市商务局", "兰考县人民政府"
SIGNER = "市工业和信息化局"  # further lead of ten leaves, which two units gather
NOW = at("2022-08-24")
OCTETS = 75
HOSTILE = (
    "局,甲;乙\\n丙\r\nEND:VEVENT\r\nBEGIN:VALARM\u2028X\x07😀" + "很长的名称" * 12 + '":<script>'
)


@pytest.fixture(autouse=True)
def first_day(settings) -> None:
    settings.REHEARSAL_CLOCK = date(2022, 8, 24)
    settings.PORTAL_URL = "https://portal.example.test"


@pytest.fixture
def between_units() -> City:
    city = open_city(between_units=True)
    seed_rules(government=city.plan.government)
    return city


@pytest.fixture
def city(city: City) -> City:
    seed_rules(government=city.plan.government)
    return city


def token_of(user: User, unit: str = "") -> str:
    access = access_of(user, date(2022, 8, 24))
    unit_id = Unit.objects.get(name=unit).pk if unit else None
    return make_feed(by=user, access=access, unit_id=unit_id, now=NOW)


def fetch(token: str, **headers: str) -> HttpResponse:
    return Client(headers=headers).get(reverse("calendar_feed", args=[token]))


def read(content: bytes) -> list[vobject.base.Component]:
    """Every line as RFC 5545 wants it; then what the other parser finds in it, which it has checked."""
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    for line in lines:
        assert len(line) <= OCTETS
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode()
    calendar = vobject.readOne(content.decode())
    calendar.validate(raiseException=True)
    return list(calendar.contents.get("vevent", []))


def events(user: User, unit: str = "") -> list[vobject.base.Component]:
    answer = fetch(token_of(user, unit))
    assert answer.status_code == 200
    return read(answer.content)


def of(found: list[vobject.base.Component], owed: Obligation) -> vobject.base.Component:
    (event,) = [one for one in found if one.uid.value.startswith(f"obligation-{owed.pk}@")]
    return event


def titles(found: list[vobject.base.Component]) -> list[str]:
    return [event.summary.value for event in found]


def gatherers_of(owed: Iterable[Obligation]) -> list[str]:
    """The units that gather the figures of these, the last first."""
    names = [leads_of(row.task)[0].name for row in owed]
    return list(dict.fromkeys(reversed(names)))


# -- what stands in it -------------------------------------------------------------------------------


def test_what_a_clerk_owes_stands_on_the_days_in_force(city):
    found = events(city.clerks[COMMERCE])
    assert titles(found) == [
        "市商务局 8月底阶段报告",
        "市商务局 9月底阶段报告",
        "市商务局 12月底阶段报告",
    ]
    event = of(found, city.owed(COMMERCE, "2022-08-31"))
    assert event.dtstart.value == date(2022, 8, 31)
    assert event.dtend.value == date(2022, 9, 1)
    assert event.transp.value == "TRANSPARENT"
    assert event.status.value == "CONFIRMED"
    assert event.categories.value == ["阶段报告"]
    assert event.url.value == "https://portal.example.test/work/"
    assert "期限：2022年8月31日 24:00" in event.description.value
    assert event.uid.value.endswith("@portal.example.test")


def test_the_calendar_says_whose_it_is_and_how_often_to_ask(city):
    clerk = city.clerks[COMMERCE]
    answer = fetch(token_of(clerk))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert not answer.cookies
    calendar = vobject.readOne(answer.content.decode())
    assert clerk.name in calendar.x_wr_calname.value
    assert calendar.contents["name"][0].value == calendar.x_wr_calname.value
    interval = calendar.contents["refresh-interval"][0]
    assert (interval.value, interval.params["VALUE"]) == ("PT6H", ["DURATION"])


def test_a_date_on_a_holiday_says_the_last_working_day_and_an_unknown_year_that_it_is_provisional(
    city,
):
    december = city.owed(COMMERCE, "2022-12-31")
    text = of(events(city.clerks[COMMERCE]), december).description.value
    assert "最后一个工作日为 2022年12月30日" in text
    assert "暂计" not in text
    CalendarYear.objects.filter(government=city.plan.government, year=2022).delete()
    assert "暂计" in of(events(city.clerks[COMMERCE]), december).description.value


def test_each_sees_their_own_units_alone(city):
    load(SECOND_CITY)
    assert {title.split()[0] for title in titles(events(city.clerks[COMMERCE]))} == {COMMERCE}


def test_office_and_bureau_have_each_stage_as_a_whole(city):
    for user in (city.office, city.bureau):
        stages = events(user)
        assert titles(stages) == [
            f"{stage}阶段报告：7 家单位应报送" for stage in ("8月底", "9月底", "12月底")
        ]
    city.file_all("2022-08-31", but=COMMERCE)
    move(city.owed(COMMERCE, "2022-08-31"), date(2022, 9, 5))
    first, *_others = events(city.bureau)
    assert first.dtstart.value == date(2022, 8, 31)
    assert "已报送 6 家，还有 1 家" in first.description.value
    meet(city.owed(COMMERCE, "2022-08-31"), NOW)
    assert titles(events(city.bureau))[0].startswith("✔")
    assert titles(events(city.clerks[FINANCE]))[0].startswith("✔ 已办：市财政局")


def test_the_office_has_what_waits_for_its_review(city):
    player = Player(city.plan, FINANCE)
    player.submit(NOW)
    assert any(title.startswith("审核 市财政局") for title in titles(events(city.office)))
    assert not any("审核" in title for title in titles(events(city.clerks[FINANCE])))


def test_a_draft_leaves_no_trace_in_it(city):
    clerk = city.clerks[FINANCE]
    before = fetch(token_of(clerk)).content
    Player(city.plan, FINANCE).start(NOW)
    after = fetch(token_of(clerk)).content
    assert "草稿".encode() not in after
    assert titles(read(after)) == titles(read(before))
    filing = Player(city.plan, FINANCE).filing
    assert any(event.url.value.endswith(f"/filings/{filing.pk}/") for event in read(after))


def test_contributions_of_a_stage_are_one_event(between_units):
    found = [e for e in events(between_units.clerks[COUNTY]) if e.categories.value == ["函告"]]
    assert len(found) == 3
    owed = list(between_units.plan.obligations.filter(kind="contribution", unit__name=COUNTY))
    first = min(owed, key=lambda row: (row.due_on, row.pk))
    of_stage = [row for row in owed if row.deadline_id == first.deadline_id]
    event = of(found, first)
    assert event.summary.value == f"兰考县人民政府 函告 {len(of_stage)} 项（8月底）"
    meet(first, NOW)
    event = of(events(between_units.clerks[COUNTY]), first)  # the same one
    assert event.summary.value == f"兰考县人民政府 函告 {len(of_stage) - 1} 项（8月底）"
    assert "已办 1 项" in event.description.value


def test_a_co_signature_stands_there_once_it_is_put_up(between_units):
    head = between_units.heads[COMMERCE]
    assert not any("会签" in title for title in titles(events(head)))


def test_co_signatures_of_a_day_are_one_event_with_their_list_and_one_set_of_alarms(between_units):
    head = between_units.heads[SIGNER]
    owed = list(
        between_units.plan.obligations.filter(
            kind="co_signature", unit__name=SIGNER, deadline__due_on="2022-08-31"
        ).order_by("pk")
    )
    seen = []
    for gatherer in gatherers_of(owed):  # who puts them up one after another
        player = Player(between_units.plan, gatherer)
        player.start(NOW)
        player.write(NOW)
        ask(player, NOW)
        (event,) = [e for e in events(head) if e.categories.value == ["会签"]]
        put_up = CoSignature.objects.filter(obligation__in=owed, status="awaiting")
        tasks = [str(row.obligation.task) for row in put_up]
        if len(tasks) > 1:
            assert event.summary.value == f"{SIGNER} 会签 {len(tasks)} 项（8月底）"
            lines = event.description.value.splitlines()
            assert sorted(line for line in lines if line.startswith("·")) == sorted(
                f"· {task}" for task in tasks
            )
            assert event.url.value.endswith("/work/")
        seen.append((event.uid.value, len(alarm_moments(event)), int(event.sequence.value)))
    assert len(tasks) == len(owed) > 2
    assert len({uid for uid, _alarms, _number in seen}) == 1
    assert {alarms for _uid, alarms, _number in seen} == {2}  # the day before and the day itself
    numbers = [number for _uid, _alarms, number in seen]
    assert numbers == sorted(numbers)


def test_the_event_of_co_signatures_keeps_its_name_when_its_first_is_done_or_withdrawn(
    client, between_units
):
    head = between_units.heads[SIGNER]
    owed = between_units.plan.obligations.filter(
        kind="co_signature", unit__name=SIGNER, deadline__due_on="2022-08-31"
    ).order_by("pk")
    for gatherer in gatherers_of(owed):
        player = Player(between_units.plan, gatherer)
        player.start(NOW)
        player.write(NOW)
        ask(player, NOW)

    def event() -> vobject.base.Component:
        (found,) = [e for e in events(head) if e.categories.value == ["会签"]]
        return found

    before = event()
    meet(owed[0], NOW)
    done = event()
    assert f"✔ 已办：{owed[0].task}" in done.description.value
    assert "已办 1 项" in done.description.value
    assert done.summary.value == f"{SIGNER} 会签 {owed.count() - 1} 项（8月底）"
    first, rows = owed[0], owed[1:]
    first.withdrawn_at = NOW
    first.save()
    after = event()
    assert before.uid.value == done.uid.value == after.uid.value
    numbers = [int(one.sequence.value) for one in (before, done, after)]
    assert numbers == sorted(set(numbers))
    (single,) = read(one(client, head, rows[1]).content)
    assert single.serialize() == after.serialize()
    for row in rows:
        meet(row, at("2022-05-01"))
    assert not [e for e in events(head) if e.categories.value == ["会签"]]  # long done


def test_what_is_done_is_marked_for_ninety_days_and_rings_no_more(city, settings):
    owed = city.owed(COMMERCE, "2022-08-31")
    assert len(of(events(city.clerks[COMMERCE]), owed).valarm_list) == 5
    meet(owed, at("2022-08-24"))
    event = of(events(city.clerks[COMMERCE]), owed)
    assert event.summary.value == "✔ 已办：市商务局 8月底阶段报告"
    assert "valarm" not in event.contents
    meet(owed, at("2022-05-01"))
    assert len(events(city.clerks[COMMERCE])) == 2


def test_what_was_withdrawn_or_archived_is_gone(city):
    owed = city.owed(COMMERCE, "2022-08-31")
    owed.withdrawn_at = NOW
    owed.save()
    assert len(events(city.clerks[COMMERCE])) == 2
    Plan.objects.filter(pk=city.plan.pk).update(closed_at=NOW)
    assert events(city.clerks[COMMERCE]) == []


# -- a date that moves -------------------------------------------------------------------------------


def test_the_number_grows_when_the_date_moves_and_the_event_stays_the_same(city):
    owed = city.owed(COMMERCE, "2022-08-31")
    before = of(events(city.clerks[COMMERCE]), owed)
    move(owed, date(2022, 9, 5))
    after = of(events(city.clerks[COMMERCE]), owed)
    assert after.uid.value == before.uid.value
    assert after.dtstart.value == date(2022, 9, 5)
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.last_modified.value > before.last_modified.value
    assert after.dtstamp.value == after.last_modified.value
    assert "原定 2022年8月31日，延至 2022年9月5日" in after.description.value


# -- alarms ------------------------------------------------------------------------------------------


def alarm_moments(event: vobject.base.Component) -> list[timedelta]:
    return sorted(alarm.trigger.value for alarm in event.contents.get("valarm", []))


def test_alarms_are_the_rungs_of_the_rules_at_the_opening_of_the_offices(city):
    owed = city.owed(COMMERCE, "2022-08-31")
    opening = timedelta(hours=8, minutes=30)
    clerk, head = (of(events(people[COMMERCE]), owed) for people in (city.clerks, city.heads))
    days = [date(2022, 8, 17), date(2022, 8, 24), date(2022, 8, 26), date(2022, 8, 30)]
    expected = [day - date(2022, 8, 31) + opening for day in (*days, date(2022, 8, 31))]
    assert alarm_moments(clerk) == expected
    assert alarm_moments(head) == expected[-2:]
    assert {alarm.action.value for alarm in clerk.valarm_list} == {"DISPLAY"}


def test_a_plans_own_rules_stand_in_the_place_of_the_governments(city):
    ReminderRule.objects.create(
        government=city.plan.government,
        plan=city.plan,
        kind="filing",
        offset=-2,
        measure="days",
        audiences=["clerks"],
        channels=["inbox"],
    )
    event = of(events(city.clerks[COMMERCE]), city.owed(COMMERCE, "2022-08-31"))
    assert alarm_moments(event) == [timedelta(days=-2, hours=8, minutes=30)]


# -- hostile text ------------------------------------------------------------------------------------


def test_text_stays_text(city):
    """Also what looks like the calendar's own structure."""
    Unit.objects.filter(name=COMMERCE).update(name=HOSTILE)
    Plan.objects.filter(pk=city.plan.pk).update(number=HOSTILE[:100])
    clerk = city.clerks[COMMERCE]
    User.objects.filter(pk=clerk.pk).update(name="甲,乙;\r\nX:😀")
    content = fetch(token_of(User.objects.get(pk=clerk.pk))).content
    found = read(content)
    assert len(found) == 3
    event = of(
        found, city.plan.obligations.get(kind="filing", unit__name=HOSTILE, due_on="2022-08-31")
    )
    plain = "局,甲;乙\\n丙 END:VEVENT BEGIN:VALARM X 😀" + "很长的名称" * 12 + '":<script>'
    assert event.summary.value == f"{plain} 8月底阶段报告"
    assert "局,甲;乙\\n丙 END:VEVENT BEGIN:VALARM X 😀" in event.description.value
    assert content.count(b"\r\nBEGIN:VEVENT\r\n") == 3


# -- the address -------------------------------------------------------------------------------------


def test_only_the_hash_of_the_token_is_kept(city):
    token = token_of(city.clerks[COMMERCE])
    row = CalendarFeed.objects.get()
    assert len(token) >= 43
    assert all(token not in str(value) for value in vars(row).values())


def test_a_new_address_ends_the_former_one_and_revoking_ends_it(client, city):
    clerk = city.clerks[COMMERCE]
    first, second = token_of(clerk), token_of(clerk)
    assert (fetch(first).status_code, fetch(second).status_code) == (404, 200)
    client.force_login(clerk)
    feed = CalendarFeed.objects.get(revoked_at__isnull=True)
    assert client.post(reverse("calendar_feed_revoke", args=[feed.pk])).status_code == 302
    assert fetch(second).status_code == 404
    feed.refresh_from_db()
    assert feed.revoked_by == clerk


def test_nobody_revokes_anothers(client, city):
    token = token_of(city.clerks[COMMERCE])
    feed = CalendarFeed.objects.get()
    for other in (city.heads[COMMERCE], city.office):
        client.force_login(other)
        assert client.post(reverse("calendar_feed_revoke", args=[feed.pk])).status_code == 404
    assert fetch(token).status_code == 200


def test_who_was_made_inactive_or_left_is_read_no_more(city):
    inactive, left = city.clerks[COMMERCE], city.clerks[FINANCE]
    tokens = token_of(inactive), token_of(left)
    User.objects.filter(pk=inactive.pk).update(is_active=False)
    Membership.objects.filter(user=left).update(until_on=date(2022, 8, 24))
    assert [fetch(token).status_code for token in tokens] == [404, 404]


def test_a_units_calendar_is_made_by_its_head_and_ends_with_the_heads_post(client, city):
    head, clerk = city.heads[COMMERCE], city.clerks[COMMERCE]
    token = token_of(head, COMMERCE)
    assert len(read(fetch(token).content)) == 3
    for user, unit in ((clerk, COMMERCE), (head, FINANCE)):
        client.force_login(user)
        unit_id = Unit.objects.get(name=unit).pk
        assert client.post(reverse("calendar_feed_make"), {"unit": unit_id}).status_code == 404
    Membership.objects.filter(user=head).update(role=Role.CLERK)
    assert fetch(token).status_code == 404


def test_a_merged_units_work_stands_in_its_successors_calendar(city):
    finance = Unit.objects.get(name=FINANCE)
    Unit.objects.filter(name=COMMERCE).update(merged_into=finance, merged_on=date(2022, 8, 1))
    for user, unit in ((city.clerks[FINANCE], ""), (city.heads[FINANCE], FINANCE)):
        assert {title.split()[0] for title in titles(events(user, unit))} == {FINANCE, COMMERCE}


def test_who_guesses_is_stopped_and_who_has_an_address_is_still_answered(city):
    token = token_of(city.clerks[COMMERCE])
    for number in range(MISSES.most):
        assert fetch(f"wrong{number}").status_code == 404
    assert fetch("wrong").status_code == 429
    assert fetch(token).status_code == 200


def test_the_day_of_the_last_reading_is_noted(city):
    token = token_of(city.clerks[COMMERCE])
    assert CalendarFeed.objects.get().last_fetched_on is None
    fetch(token)
    assert CalendarFeed.objects.get().last_fetched_on == date(2022, 8, 24)


# -- asked again -------------------------------------------------------------------------------------


def test_what_did_not_change_is_not_sent_again(city):
    token = token_of(city.clerks[COMMERCE])
    first = fetch(token)
    for headers in (
        {"If-None-Match": first["ETag"]},
        {"If-Modified-Since": first["Last-Modified"]},
    ):
        again = fetch(token, **headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == "private, no-cache"


def test_what_changed_is_sent_also_when_something_went_away(city):
    """`Last-Modified` is when the content changed, not when the latest of what is left did."""
    token = token_of(city.clerks[COMMERCE])
    first = fetch(token)
    CalendarFeed.objects.update(changed_at=at("2020-01-01"))
    old = fetch(token)["Last-Modified"]
    owed = city.owed(COMMERCE, "2022-08-31")
    owed.withdrawn_at = NOW
    owed.save()
    assert fetch(token, **{"If-None-Match": first["ETag"]}).status_code == 200
    assert fetch(token, **{"If-Modified-Since": old}).status_code == 200


def test_the_same_number_of_queries_for_little_and_for_much(between_units):
    clerk = between_units.clerks[COUNTY]
    token = token_of(clerk)
    fetch(token)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert fetch(token).status_code == 200
        # That it was fetched is noted once a day, and when there is something new.
        return sum(query["sql"].startswith("SELECT") for query in found)

    much = queries()
    between_units.plan.obligations.filter(unit__name=COUNTY, due_on__month__gt=8).update(
        withdrawn_at=NOW
    )
    fetch(token)
    assert queries() == much <= 12


# -- the page ----------------------------------------------------------------------------------------


def page(answer: HttpResponse) -> BeautifulSoup:
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_the_address_is_shown_once_to_be_copied_without_javascript(client, city):
    client.force_login(city.clerks[COMMERCE])
    assert "怎样订阅" in page(client.get(reverse("calendar_feeds"))).get_text()
    made = page(client.post(reverse("calendar_feed_make")))
    address, webcal = (made.find(id=name)["value"] for name in ("feed-address", "feed-webcal"))
    assert address.startswith("https://portal.example.test/calendar/")
    assert webcal == address.replace("https:", "webcal:")
    assert made.find(href=webcal)
    assert fetch(address.rpartition("/")[2].removesuffix(".ics")).status_code == 200
    assert address not in page(client.get(reverse("calendar_feeds"))).decode()


def test_a_head_finds_the_units_calendar_too(client, city):
    client.force_login(city.heads[COMMERCE])
    unit = Unit.objects.get(name=COMMERCE)
    shown = page(client.get(reverse("calendar_feeds")))
    assert shown.find("input", {"name": "unit", "value": str(unit.pk)})
    client.post(reverse("calendar_feed_make"), {"unit": unit.pk})
    assert CalendarFeed.objects.get().unit == unit
    assert client.post(reverse("calendar_feed_make"), {"unit": "x"}).status_code == 404


def test_somebody_without_a_post_is_told_why_not(client, city):
    client.force_login(User.objects.create(username="nobody", name="无岗位"))
    answer = client.post(reverse("calendar_feed_make"))
    assert answer.status_code == 422
    assert "没有任何单位的岗位" in answer.content.decode()


# -- one event ---------------------------------------------------------------------------------------


def one(client, user: User, owed: Obligation) -> HttpResponse:
    client.force_login(user)
    return client.get(reverse("calendar_event", args=[owed.pk]))


def test_one_event_is_that_of_the_feed(client, city):
    clerk, owed = city.clerks[COMMERCE], city.owed(COMMERCE, "2022-08-31")
    answer = one(client, clerk, owed)
    assert answer["Content-Disposition"].startswith("attachment")
    (event,) = read(answer.content)
    assert event.serialize() == of(events(clerk), owed).serialize()


def test_one_event_is_for_who_may_know_of_it(client, between_units):
    city = between_units
    filing = city.owed(COMMERCE, "2022-08-31")
    letter = city.plan.obligations.filter(kind="contribution", unit__name=COUNTY).first()
    stranger = person(load(SECOND_CITY).reviewing_unit_id, Role.OFFICE).user
    asked = [
        (city.clerks[COMMERCE], filing, 200),
        (city.heads[COMMERCE], filing, 200),
        (city.office, filing, 200),
        (city.bureau, filing, 200),
        (city.clerks[FINANCE], filing, 404),
        (stranger, filing, 404),
        (city.clerks[COUNTY], letter, 200),
        (city.office, letter, 404),
        (city.clerks[FINANCE], letter, 404),
    ]
    for user, owed, status in asked:
        assert one(client, user, owed).status_code == status, (user, owed)
    client.logout()
    assert client.get(reverse("calendar_event", args=[filing.pk])).status_code == 302


def test_every_date_on_my_work_leads_to_its_event(client, between_units):
    for user in (between_units.clerks[COMMERCE], between_units.clerks[COUNTY]):
        client.force_login(user)
        shown = page(client.get(reverse("my_work")))
        links = [a["href"] for a in shown.find_all("a") if "加入日历" in a.get_text()]
        assert links
        assert {client.get(link).status_code for link in links} == {200}


# -- two clicks --------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_leave_one_address():
    city = open_city()
    clerk = city.clerks[COMMERCE]

    def make(_number: int) -> str:
        token = token_of(clerk)
        connection.close()
        return token

    with ThreadPoolExecutor(4) as workers:
        tokens = list(workers.map(make, range(4)))
    assert sorted(fetch(token).status_code for token in tokens) == [200, 404, 404, 404]
