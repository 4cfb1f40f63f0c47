"""Who is told of what on which day, with the real plan and calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from notifications.endpoints import OWN_NUMBER
from notifications.models import Endpoint, Message
from reminders.addresses import addresses_of
from reminders.models import Audience, Reminder, ReminderRule, SweepMark
from reminders.services import look_again, send_reminders
from reminders.wakes import LONGEST_CHANGE, fill_in
from tasks.models import Obligation
from tests.playing import SECOND_CITY, Player, at, person
from tests.reminders.city import City, inbox, meet, move, offsets, open_city, sweep
from units.models import Government, Membership, Unit, User
from units.roles import Role
from units.services import merge_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

FIRST_DAY = "2022-08-24"
AUGUST, REPLY, SEPTEMBER, DECEMBER = "2022-08-31", "2022-09-19", "2022-09-30", "2022-12-31"
COMMERCE, HOST = "市商务局", "市工业和信息化局"


def test_the_first_start_sends_at_most_one_message_a_person(city):
    """Five working days before the first stage; the rung of ten days was missed."""
    swept = sweep(FIRST_DAY)
    assert swept.people == 7  # the clerks of the seven lead units
    for channel in (Message.Channel.INBOX, Message.Channel.MAIL):
        told = Message.objects.filter(channel=channel)
        assert sorted(told.values_list("recipient", flat=True)) == sorted(
            user.pk for user in city.clerks.values()
        )
    owed = city.owed(COMMERCE, AUGUST)
    clerk = city.clerks[COMMERCE]
    assert offsets(clerk, owed) == [-5]
    assert offsets(clerk, owed, Reminder.Decision.SKIPPED) == [-10]
    assert set(Reminder.objects.values_list("occasion", flat=True)) == {AUGUST}


def test_the_first_message_says_what_when_and_how_long(city):
    sweep(FIRST_DAY)
    (message,) = inbox(city.clerks[COMMERCE])
    assert message.subject == "提醒：市商务局 8月底阶段报告，还有 5 个工作日"
    assert "1. 市商务局 8月底阶段报告（汴政〔2022〕7号）" in message.body
    assert "期限：2022年8月31日，还有 5 个工作日" in message.body
    assert "目前待填报：由经办人开始填报。" in message.body
    assert message.link == reverse("my_work")  # nobody has begun the report


def test_the_link_leads_to_the_report_once_it_is_begun(city):
    player = Player(city.plan, COMMERCE)
    player.start(at("2022-08-23"))
    sweep(FIRST_DAY)
    (message,) = inbox(city.clerks[COMMERCE])
    assert message.link == reverse("filing", args=[player.filing.pk])
    assert "目前草稿" in message.body


def test_again_and_again_nothing_more(city):
    sweep(FIRST_DAY)
    before = Reminder.objects.count()
    for hour in (9, 12, 23):
        assert sweep(FIRST_DAY, hour).told == 0
    assert sweep("2022-08-25").told == 0
    assert Reminder.objects.count() == before


def test_nothing_about_what_is_filed(city):
    meet(city.owed(COMMERCE, AUGUST), at("2022-08-23"))
    assert sweep(FIRST_DAY).people == 6
    assert inbox(city.clerks[COMMERCE]) == []


def test_a_report_that_went_through_all_its_steps_is_not_reminded_of(city):
    Player(city.plan, COMMERCE).submit(at("2022-08-23"))
    sweep(AUGUST)
    assert offsets(city.clerks[COMMERCE], city.owed(COMMERCE, AUGUST)) == []


def test_what_is_taken_back_is_reminded_of_again_from_the_next_rung_on(city):
    owed = city.owed(COMMERCE, AUGUST)
    sweep(FIRST_DAY)
    meet(owed, at("2022-08-25"))
    sweep("2022-08-30")
    owed.met_at = None
    owed.save()
    sweep(AUGUST)
    assert offsets(city.clerks[COMMERCE], owed) == [-5, 0]


def test_every_rung_in_its_turn_and_everybody_from_theirs_on(city):
    """A sweep every day from before the first rung until after the last."""
    owed = city.owed(COMMERCE, AUGUST)
    day = date(2022, 8, 10)
    while day < date(2022, 9, 30):
        sweep(day.isoformat())
        day += timedelta(days=1)
    assert offsets(city.clerks[COMMERCE], owed) == [-10, -5, -3, -1, 0, 1, 3, 5, 10]
    assert offsets(city.heads[COMMERCE], owed) == [-1, 0, 1, 3, 5, 10]
    assert offsets(city.office, owed) == offsets(city.bureau, owed) == [3, 5, 10]
    assert not Reminder.objects.filter(obligation=owed, decision=Reminder.Decision.SKIPPED).exists()


@pytest.mark.parametrize("step", [2, 3, 4, 6, 9])
def test_days_without_a_worker_lose_nothing_but_what_is_overtaken(city, step):
    """Never "exactly N days away": whatever days are swept, the latest rung by then is told, once."""
    owed, clerk = city.owed(COMMERCE, AUGUST), city.clerks[COMMERCE]
    day = date(2022, 8, 15)
    while day < date(2022, 10, 1):
        sweep(day.isoformat())
        day += timedelta(days=step)
    told, skipped = offsets(clerk, owed), offsets(clerk, owed, Reminder.Decision.SKIPPED)
    assert sorted(told + skipped) == [-10, -5, -3, -1, 0, 1, 3, 5, 10]
    assert told == sorted(told)
    assert told[-1] == 10


def test_a_jump_over_the_whole_year_is_one_message_a_person(city):
    sweep(FIRST_DAY)
    Message.objects.all().update(read_at=at(FIRST_DAY))
    sweep("2022-12-30")
    clerk = city.clerks[COMMERCE]
    (message,) = [m for m in inbox(clerk) if m.read_at is None]
    assert message.subject.startswith("提醒：3 项工作待办理，最早一项 2022年8月31日 到期，已逾期 ")
    assert message.link == reverse("my_work")
    for due_on, rung in ((AUGUST, 10), (SEPTEMBER, 10), (DECEMBER, 0)):
        assert offsets(clerk, city.owed(COMMERCE, due_on))[-1] == rung
    assert Message.objects.filter(channel="mail", recipient=clerk).count() == 2
    assert sweep("2022-12-30").told == 0


def test_a_due_date_that_is_no_working_day_stays_as_printed_with_the_last_one_beside_it(city):
    city.file_all(AUGUST)
    city.file_all(SEPTEMBER)
    sweep("2022-12-23")
    (message,) = inbox(city.clerks[COMMERCE])
    assert "期限：2022年12月31日，还有 5 个工作日" in message.body
    assert "当天不是工作日，最后一个工作日为 2022年12月30日" in message.body
    sweep("2022-12-30")
    last = inbox(city.clerks[COMMERCE])[-1]
    assert last.subject.endswith("今天是最后一个工作日")


def test_words_on_the_day_and_after(city):
    city.file_all(AUGUST, but=COMMERCE)
    clerk = city.clerks[COMMERCE]
    sweep(AUGUST)
    assert inbox(clerk)[-1].subject.endswith("今天 24:00 截止")
    sweep("2022-09-01")
    assert inbox(clerk)[-1].subject.endswith("已逾期 1 个工作日")


def test_office_and_bureau_read_who_is_late_and_where(city):
    city.file_all(AUGUST, but=COMMERCE)
    sweep("2022-09-05")
    (message,) = inbox(city.bureau)
    assert "以下单位逾期未办" in message.body
    assert "目前" not in message.body  # how far it is inside the unit is the unit's own business
    assert message.link == reverse("board", args=[city.plan.pk])


def test_the_host_is_reminded_of_its_replies_in_one_message(city):
    city.file_all(AUGUST)
    sweep("2022-09-09")  # five working days before, over Mid-autumn
    assert [m.recipient for m in Message.objects.filter(channel="inbox")] == [city.clerks[HOST]]
    (message,) = inbox(city.clerks[HOST])
    assert message.subject.startswith("提醒：2 项工作待办理，最早一项 2022年9月19日 到期")
    assert message.body.count("答复代表议案《") == 2
    assert message.link == reverse("my_work")


def test_parts_ride_on_their_filing(city):
    sweep("2022-12-30")
    kinds = set(Reminder.objects.values_list("obligation__kind", flat=True))
    assert kinds == {Obligation.Kind.FILING, Obligation.Kind.REPLY}


def test_review_and_correction_have_rungs_of_their_own(city):
    city.file_all(AUGUST, but=COMMERCE)
    player = Player(city.plan, COMMERCE)
    player.submit(at(FIRST_DAY))  # the review is due on the 31st
    sweep("2022-08-29")
    assert inbox(city.office) == []
    sweep("2022-08-30")
    message = inbox(city.office)[-1]
    assert message.subject == "提醒：审核 市商务局 8月底阶段报告，还有 1 个工作日"
    assert message.link == reverse("review", args=[player.filing.pk])

    player.open(at(AUGUST))
    leaf = player.filing.latest_version.parts.first().obligation.task.key
    player.decide(at(AUGUST), returned=(leaf,))
    sweep(AUGUST)
    told_before = len(inbox(city.clerks[COMMERCE]))
    sweep("2022-09-06")
    reminded = inbox(city.clerks[COMMERCE])
    assert len(reminded) == told_before + 1
    assert reminded[-1].subject == "提醒：市商务局 8月底阶段报告补正，还有 1 个工作日"
    assert reminded[-1].link == reverse("filing", args=[player.filing.pk])
    assert not Reminder.objects.filter(recipient=city.bureau).exists()


def test_a_new_date_starts_the_rungs_anew(city):
    owed, clerk = city.owed(COMMERCE, AUGUST), city.clerks[COMMERCE]
    sweep(AUGUST)
    move(owed, date(2022, 9, 14))
    sweep("2022-09-01")
    assert offsets(clerk, owed) == [0, -10]
    sweep("2022-09-14")
    occasions = Reminder.objects.filter(obligation=owed, recipient=clerk, decision="tell")
    assert set(occasions.values_list("occasion", flat=True)) == {AUGUST, "2022-09-14"}


def test_what_is_withdrawn_is_not_reminded_of(city):
    owed = city.owed(COMMERCE, AUGUST)
    owed.withdrawn_at, owed.reason = at("2022-08-20"), "计划调整"
    owed.save()
    sweep("2022-09-05")
    assert not Reminder.objects.filter(obligation=owed).exists()


# -- people ------------------------------------------------------------------------------------------


def test_who_left_is_not_told_and_who_came_is(city):
    owed, unit = city.owed(COMMERCE, AUGUST), Unit.objects.get(name=COMMERCE)
    sweep(FIRST_DAY)
    leaver = city.clerks[COMMERCE]
    Membership.objects.filter(user=leaver).update(until_on=date(2022, 8, 29))
    successor = person(unit, Role.CLERK, name="successor").user
    Membership.objects.filter(user=successor).update(from_on=date(2022, 8, 29))
    sweep("2022-08-29")
    sweep(AUGUST)
    assert offsets(leaver, owed) == [-5]
    assert offsets(successor, owed) == [-3, 0]


def test_a_locked_account_is_not_told(city):
    User.objects.filter(pk=city.clerks[COMMERCE].pk).update(is_active=False)
    sweep(FIRST_DAY)
    assert inbox(city.clerks[COMMERCE]) == []


def test_the_people_of_the_successor_are_told_of_a_merged_units_work(city):
    unit, into = Unit.objects.get(name=COMMERCE), Unit.objects.get(name="市财政局")
    merge_unit(unit=unit, into=into, on=date(2022, 8, 20))
    sweep(FIRST_DAY)
    for clerk in (city.clerks[COMMERCE], city.clerks["市财政局"]):
        (message,) = inbox(clerk)
        assert "2 项工作" in message.subject


def test_one_person_in_two_posts_gets_one_message_about_both(city):
    unit = Unit.objects.get(name=COMMERCE)
    Membership.objects.create(user=city.office, unit=unit, role=Role.CLERK)
    sweep("2022-09-05")
    (message,) = inbox(city.office)
    own, others = message.body.split("以下单位逾期未办")
    assert "市商务局" in own
    assert "市商务局" not in others


def test_one_city_hears_nothing_of_the_other(city):
    other = open_city(SECOND_CITY)
    sweep("2022-12-30")
    for one, another in ((city, other), (other, city)):
        people = {*one.clerks.values(), *one.heads.values(), one.office, one.bureau} - {None}
        told = Reminder.objects.filter(recipient__in=people)
        assert told.exists()
        assert not told.filter(government=another.plan.government).exists()


# -- rules -------------------------------------------------------------------------------------------


def test_the_rules_come_once_and_what_was_changed_stays(city):
    sweep(FIRST_DAY)
    count = ReminderRule.objects.count()
    ReminderRule.objects.filter(kind="filing", offset=-3).update(is_active=False)
    sweep("2022-08-26")
    sweep("2022-08-29")
    assert ReminderRule.objects.count() == count
    assert offsets(city.clerks[COMMERCE], city.owed(COMMERCE, AUGUST)) == [-5]


def test_rules_are_data(city):
    """A rung in calendar days for the bureau alone, in its inbox alone."""
    ReminderRule.objects.create(
        government=city.plan.government,
        kind="filing",
        offset=-20,
        measure="days",
        audiences=[Audience.BUREAU],
        channels=[Message.Channel.INBOX],
    )
    assert sweep("2022-08-10").told == 0
    assert sweep("2022-08-11").people == 1
    assert len(inbox(city.bureau)) == 1
    assert not Message.objects.filter(channel="mail").exists()


def test_a_long_list_is_cut_and_says_how_much_more_there_is(city):
    _more_plans(city, 11)
    sweep("2022-09-05")
    (message,) = inbox(city.bureau)
    assert message.subject.startswith("提醒：84 项工作逾期未办")
    assert "30. " in message.body
    assert "31. " not in message.body
    assert "另有 54 项，请在平台中查看。" in message.body
    assert message.link == reverse("home")


# -- cost --------------------------------------------------------------------------------------------


def queries_of(day: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        send_reminders(now=at(day))
    # SQLite takes inserts in batches of its own size.
    return sum(not query["sql"].startswith("INSERT") for query in queries)


def test_a_sweep_with_nothing_to_say_asks_the_same_however_much_is_owed(city):
    sweep(FIRST_DAY)
    settle()
    quiet = queries_of(FIRST_DAY)
    _more_plans(city, 20)
    sweep(FIRST_DAY)
    settle()
    assert queries_of(FIRST_DAY) == quiet <= 15


def test_a_sweep_with_much_to_say_asks_no_more_for_each_obligation(city):
    sweep("2022-08-01")  # the rules
    one = city.owed(COMMERCE, AUGUST)
    others = Obligation.objects.filter(plan=city.plan, kind="filing").exclude(pk=one.pk)
    others.update(withdrawn_at=at("2022-08-01"))
    few = queries_of(FIRST_DAY)
    others.update(withdrawn_at=None)
    look_again(government_ids=[city.plan.government_id])
    _more_plans(city, 20)
    many = queries_of("2022-12-30")
    assert many == few


def _more_plans(city: City, number: int) -> None:
    """The same obligations again under other plans."""
    rows = list(Obligation.objects.filter(plan=city.plan, kind__in=["filing", "reply"]))
    for n in range(number):
        plan = city.plan.__class__.objects.get(pk=city.plan.pk)
        plan.pk, plan.slug = None, f"copy-{n}"
        plan.save()
        for row in rows:
            row.pk, row.plan = None, plan
            row._state.adding = True
        Obligation.objects.bulk_create(rows)
    fill_in()


def settle() -> None:
    """As if what was changed until now were long past."""
    SweepMark.objects.update(seen_until=timezone.now() + LONGEST_CHANGE)


def test_a_webhook_of_ones_former_city_hears_nothing_of_the_new_one(city):
    """Its administrator says where it leads. One's own number goes along."""
    clerk = city.clerks[COMMERCE]
    former = Unit.objects.create(government=Government.objects.create(name="别的市"), name="某局")
    post = Membership.objects.create(
        user=clerk, unit=former, role=Role.CLERK, until_on=date(2022, 8, 1)
    )
    kept = {
        "user": clerk,
        "government": former.government,
        "sealed": "x",
        "created_at": at("2022-01-04"),
    }
    webhook = Endpoint.objects.create(kind="webhook", name="w", **kept)
    number = Endpoint.objects.create(kind="sms", name=OWN_NUMBER, **kept)

    def reached() -> set[int]:
        found = addresses_of([clerk.pk], [], date(2022, 8, 24))
        return {way.endpoint_id for way in found.ways_of_person(clerk.pk, ["chat", "sms"])}

    assert reached() == {number.pk}
    post.until_on = None
    post.save()
    assert reached() == {webhook.pk, number.pk}
