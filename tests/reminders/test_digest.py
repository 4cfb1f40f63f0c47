"""The weekly digest: to whom, of what, once a week, and nothing when there is nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notifications.models import DeliverySettings, Message
from reminders.digest import digest_moment, send_digests
from reminders.models import DigestWeek
from tasks.models import Obligation
from tests.playing import SECOND_CITY, at, load, person
from tests.reminders.city import City, meet, open_city
from units.models import Unit
from units.roles import Role
from units.selectors import work_calendar

pytestmark = pytest.mark.django_db

MONDAY = at("2022-08-29", 8, 30)
UNIT = "市财政局"


def digests(user=None, channel: str = "mail") -> list[Message]:
    rows = Message.objects.filter(key__startswith="digest/", channel=channel, is_digest=True)
    return list(rows if user is None else rows.filter(recipient=user))


def test_who_oversees_gets_it_and_heads_only_if_they_ask(city: City):
    vice_mayor = person(city.plan.reviewing_unit_id, Role.VICE_MAYOR).user
    assert send_digests(now=MONDAY) == 3
    assert {m.recipient for m in digests()} == {city.office, city.bureau, vice_mayor}
    assert digests(city.office, "inbox")[0].state == "sent"
    DeliverySettings.objects.create(user=city.heads[UNIT], wants_digest=True)
    DeliverySettings.objects.create(user=city.bureau, wants_digest=False)
    send_digests(now=at("2022-09-05", 8, 30))
    second = {m.recipient for m in digests() if "W36" in m.key}
    assert second == {city.office, vice_mayor, city.heads[UNIT]}


def test_it_says_what_is_coming_what_is_late_and_what_came_in(city: City):
    meet(city.owed(UNIT, "2022-08-31"), at("2022-08-30"))
    send_digests(now=at("2022-09-05", 8, 30))
    (mail,) = digests(city.office)
    coming, _words, rest = mail.body.partition("已经逾期")
    late, _words, came = rest.partition("上周报来")
    assert "答复代表议案" in coming  # by 19 September
    assert "市商务局" in late
    assert UNIT not in late
    assert UNIT in came
    assert "市商务局" not in came


def test_a_head_reads_of_the_own_unit_alone(city: City):
    head = city.heads[UNIT]
    DeliverySettings.objects.create(user=head, wants_digest=True)
    send_digests(now=MONDAY)
    (mail,) = digests(head)
    others = Unit.objects.filter(obligations__plan=city.plan).exclude(name=UNIT)
    assert UNIT in mail.body
    assert not [unit.name for unit in others if unit.name in mail.body]


def test_what_passes_between_units_is_not_told_upward():
    city = open_city(between_units=True)
    Obligation.objects.filter(plan=city.plan).exclude(
        kind__in=[Obligation.Kind.CONTRIBUTION, Obligation.Kind.CO_SIGNATURE]
    ).update(withdrawn_at=timezone.now())
    assert send_digests(now=MONDAY) == 0


def test_nothing_to_say_is_not_said(city: City):
    Obligation.objects.filter(plan=city.plan).update(withdrawn_at=timezone.now())
    assert send_digests(now=MONDAY) == 0
    assert not digests()


def test_once_a_week_however_often_it_is_asked_and_not_before_the_office_opens(city: City):
    assert send_digests(now=at("2022-08-29", 8, 29)) == 0
    assert send_digests(now=MONDAY) == 2
    for later in (at("2022-08-29", 8, 40), at("2022-08-30"), at("2022-09-02")):
        assert send_digests(now=later) == 0
    assert send_digests(now=at("2022-09-05", 9)) == 2
    assert len(digests(city.office)) == 2


def test_after_an_outage_it_is_made_up_within_its_week(city: City):
    assert send_digests(now=at("2022-08-31", 15)) == 2
    assert DigestWeek.objects.get().week == "2022-W35"


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        ("2022-08-29", at("2022-08-29", 8, 30)),
        ("2022-09-12", at("2022-09-13", 8, 30)),  # Mid-Autumn on the Monday
        ("2022-10-03", at("2022-10-08", 8, 30)),  # National Day; the Saturday is worked
    ],
)
def test_the_first_working_day_of_the_week(city: City, day: str, moment):
    calendar = work_calendar(city.plan.government_id)
    assert digest_moment(calendar, date.fromisoformat(day)) == moment


def test_who_does_without_mail_has_it_in_the_inbox(city: City):
    DeliverySettings.objects.create(user=city.office, without=["mail"])
    send_digests(now=MONDAY)
    assert not digests(city.office)
    assert digests(city.office, "inbox")


def test_the_queries_do_not_grow_with_the_readers(city: City, django_assert_max_num_queries):
    unit = Unit.objects.get(pk=city.plan.reviewing_unit_id)
    for _n in range(10):
        person(unit, Role.OFFICE)
    with django_assert_max_num_queries(25):
        send_digests(now=MONDAY)


def test_until_its_moment_a_tick_costs_the_same_for_any_number_of_cities(city: City):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert send_digests(now=at("2022-08-29", 8)) == 0
        return len(found)

    one = queries()
    load(SECOND_CITY)
    assert queries() == one
