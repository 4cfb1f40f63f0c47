"""When a message may leave: never at night, and the inbox always."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from notifications import delivery
from notifications.delivery import PAUSES
from notifications.models import DeliverySettings, Endpoint, Message
from notifications.models.message import CLAIM_IS_STALE_AFTER
from notifications.preferences import QUIET, Hours, leaves_at, preferences_for
from notifications.services import Draft, deliver_due, notify, write_messages
from tests.playing import at
from units.models import Government, Membership, Unit, User

MACHINE = datetime(2026, 3, 1, 12, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(
    ("hours", "ready", "leaves"),
    [
        (QUIET, at("2022-08-24", 9), at("2022-08-24", 9)),
        (QUIET, at("2022-08-24", 20, 59), at("2022-08-24", 20, 59)),
        (QUIET, at("2022-08-24", 21), at("2022-08-25", 8)),
        (QUIET, at("2022-08-24", 23, 59), at("2022-08-25", 8)),
        (QUIET, at("2022-08-25", 0), at("2022-08-25", 8)),
        (QUIET, at("2022-08-25", 7, 59), at("2022-08-25", 8)),
        (QUIET, at("2022-08-25", 8), at("2022-08-25", 8)),
        (QUIET, at("2022-12-31", 22), at("2023-01-01", 8)),
        (Hours(time(12), time(14)), at("2022-08-24", 13), at("2022-08-24", 14)),
        (Hours(time(12), time(14)), at("2022-08-24", 14), at("2022-08-24", 14)),
        (Hours(time(12), time(14)), at("2022-08-24", 23), at("2022-08-24", 23)),
        (Hours(time(21), time(0)), at("2022-08-24", 22), at("2022-08-25", 0)),
        (Hours(time(0), time(0)), at("2022-08-24", 3), at("2022-08-24", 3)),
    ],
)
def test_the_night_is_waited_for_in_machine_time(hours, ready, leaves):
    """Whatever the machine's own clock says: a rehearsal is years away from it."""
    found = leaves_at(hours, business_at=ready, machine_at=MACHINE)
    assert found - MACHINE == leaves - ready


pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return Government.objects.create(name="某市人民政府")


def unit_of(city, name: str, *people: User) -> Unit:
    unit = Unit.objects.create(government=city, name=name)
    for user in people:
        Membership.objects.create(user=user, unit=unit, role="clerk")
    return unit


def waits(message: Message) -> float:
    """Hours from being written."""
    return round((message.next_attempt_at - message.recorded_at) / timedelta(hours=1), 1)


def tell(*people: User, now: datetime, key: str = "a") -> list[Message]:
    notify(recipients=people, subject="请填报", body="。", link="/work/", key=key, now=now)
    rows = Message.objects.filter(key=key, channel="mail").order_by("recipient__username")
    return list(rows)


def test_mail_written_at_night_waits_and_the_inbox_does_not(sink, li):
    (mail,) = tell(li, now=at("2022-08-24", 22))
    assert waits(mail) == 10
    assert Message.objects.get(channel="inbox").state == "sent"
    assert deliver_due(now=at("2022-08-24", 22)).sent == 0
    Message.objects.filter(state="queued").update(next_attempt_at=timezone.now())
    assert deliver_due(now=at("2022-08-25", 8)).sent == 1


def test_by_day_nothing_waits(sink, li):
    (mail,) = tell(li, now=at("2022-08-24", 10))
    assert waits(mail) == 0
    assert deliver_due(now=at("2022-08-24", 10)).sent == 1


def test_the_nearest_word_holds(city, li, wang):
    """The person's before the unit's, the unit's before the government's, that before the portal's."""
    zhao = User.objects.create(username="zhao", name="赵", email="zhao@example.test")
    unit = unit_of(city, "市财政局", li, wang)
    unit_of(city, "市商务局", zhao)
    night = at("2022-08-24", 22)
    said = {"quiet_from": time(20), "quiet_until": time(6)}
    DeliverySettings.objects.create(government=city, **said)
    assert [waits(m) for m in tell(li, wang, zhao, now=night, key="1")] == [8, 8, 8]
    DeliverySettings.objects.create(unit=unit, quiet_from=time(20), quiet_until=time(7))
    assert [waits(m) for m in tell(li, wang, zhao, now=night, key="2")] == [9, 9, 8]
    DeliverySettings.objects.create(user=li, quiet_from=time(0), quiet_until=time(0))
    assert [waits(m) for m in tell(li, wang, zhao, now=night, key="3")] == [0, 9, 8]


def test_a_robot_sleeps_as_its_unit_does(city):
    unit = unit_of(city, "市财政局")
    robot = Endpoint.objects.create(
        government=city, unit=unit, kind="wecom", name="群", sealed="x", created_at=at("2022-08-01")
    )
    draft = Draft(None, "chat", "请填报", "。", "/work/", "r", endpoint=robot)
    write_messages(drafts=[draft], now=at("2022-08-24", 22))
    assert waits(Message.objects.get()) == 10
    DeliverySettings.objects.create(unit=unit, quiet_from=time(21), quiet_until=time(7, 30))
    write_messages(
        drafts=[Draft(None, "chat", "请填报", "。", "/work/", "s", endpoint=robot)],
        now=at("2022-08-24", 22),
    )
    assert waits(Message.objects.get(key="s")) == 9.5


def test_what_is_tried_again_is_not_tried_at_night(sink, li):
    (mail,) = tell(li, now=at("2022-08-24", 20))
    sink.refused["li@example.test"] = "452 4.2.2 full"
    evening = at("2022-08-24", 20, 59)
    deliver_due(now=evening)  # pause of one minute: 21:00
    mail.refresh_from_db()
    pause = mail.next_attempt_at - timezone.now()
    night = timedelta(hours=11, minutes=PAUSES[0])
    assert night - timedelta(minutes=1) < pause <= night


def make_due() -> None:
    """As if the broker or the workers had been away until now."""
    Message.objects.filter(state="queued").update(next_attempt_at=timezone.now())


def test_what_was_written_by_day_and_comes_to_the_outbox_at_night_waits(sink, li, wang):
    """Recovered at night, it does not wake anybody; who has no quiet hours is told at once."""
    DeliverySettings.objects.create(user=wang, quiet_from=time(0), quiet_until=time(0))
    mail, _other = tell(li, wang, now=at("2022-08-24", 15))
    make_due()
    assert deliver_due(now=at("2022-08-24", 22)).sent == 1
    assert [m.to for m in sink.mails] == ["wang@example.test"]
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("queued", 0)
    waits_for = mail.next_attempt_at - timezone.now()
    assert timedelta(hours=9, minutes=59) < waits_for <= timedelta(hours=10)
    make_due()
    assert deliver_due(now=at("2022-08-25", 8)).sent == 1


def test_a_dead_workers_claim_taken_up_at_night_waits(sink, li):
    (mail,) = tell(li, now=at("2022-08-24", 15))
    stale = timezone.now() - CLAIM_IS_STALE_AFTER
    Message.objects.filter(pk=mail.pk).update(state="sending", claimed_at=stale)
    assert deliver_due(now=at("2022-08-24", 22)).handled == 0
    mail.refresh_from_db()
    assert (mail.state, sink.mails) == ("queued", [])


def test_a_robots_row_taken_up_at_night_waits_too(city):
    robot = Endpoint.objects.create(
        government=city,
        unit=unit_of(city, "市财政局"),
        kind="wecom",
        name="群",
        sealed="x",
        created_at=at("2022-08-01"),
    )
    draft = Draft(None, "chat", "请填报", "。", "/work/", "r", endpoint=robot)
    write_messages(drafts=[draft], now=at("2022-08-24", 15))
    assert deliver_due(now=at("2022-08-24", 22)).handled == 0
    assert Message.objects.get().attempts == 0
    assert Message.objects.get().next_attempt_at > timezone.now() + timedelta(hours=9)


def test_what_the_portal_itself_cannot_open_is_tried_again(city):
    """A changed key is mended by the administrator, and what waited leaves then."""
    unit = unit_of(city, "市财政局")
    robot = Endpoint.objects.create(
        government=city, unit=unit, kind="wecom", name="群", sealed="x", created_at=at("2022-08-01")
    )
    draft = Draft(None, "chat", "请填报", "。", "/work/", "r", endpoint=robot)
    write_messages(drafts=[draft], now=at("2022-08-24", 15))
    assert deliver_due(now=at("2022-08-24", 15)).failed == 1
    assert (Message.objects.get().state, Message.objects.get().attempts) == ("queued", 1)


def test_a_run_that_lasts_into_the_night_ends_with_it(sink, li, monkeypatch):
    """The business moment goes on while a run lasts."""
    tell(li, now=at("2022-08-24", 15))
    minutes = iter([0.0, 0.0, *[120.0] * 20])
    monkeypatch.setattr(delivery, "monotonic", lambda: next(minutes))
    assert deliver_due(now=at("2022-08-24", 20, 59), longest=timedelta(hours=1)).sent == 0


def test_what_somebody_does_without_is_not_written(li, wang):
    DeliverySettings.objects.create(user=li, without=["mail"])
    assert [m.recipient for m in tell(li, wang, now=at("2022-08-24"))] == [wang]
    assert Message.objects.filter(channel="inbox").count() == 2


def test_the_number_of_queries_is_the_same_for_many(city, django_assert_num_queries):
    people = [User.objects.create(username=f"u{n}", name=f"u{n}") for n in range(5)]
    unit_of(city, "市财政局", *people)
    with django_assert_num_queries(2):
        preferences_for(
            user_ids=[user.pk for user in people], endpoints=[], today=date(2022, 8, 24)
        )
