"""Mail over a real SMTP server on loopback: once, kept, tried again, given up."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notifications import delivery
from notifications.carriers import Content
from notifications.carriers.mail import MailCarrier, mail_of
from notifications.delivery import GROUP, PAUSES, as_written
from notifications.models import Bounce, MailboxItem, Message
from notifications.models.message import CLAIM_IS_STALE_AFTER
from notifications.selectors import oldest_due_unsent
from notifications.services import deliver_due, notify
from tests.playing import at
from tests.services import free_port
from units.models import User

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOW = at("2022-08-24")


def queue(*people: User, key: str = "a") -> list[Message]:
    notify(
        recipients=people, subject="请填报", body="8月底阶段报告", link="/work/", key=key, now=NOW
    )
    return list(Message.objects.filter(channel="mail", key=key).order_by("pk"))


def make_due() -> None:
    """As if the pause were over."""
    Message.objects.filter(state="queued").update(next_attempt_at=timezone.now())


def age_claims(by: timedelta) -> None:
    for message in Message.objects.filter(state="sending"):
        message.claimed_at -= by
        message.save()


def test_a_mail_goes_out_once_with_words_link_and_its_own_id(sink, li, settings):
    settings.PORTAL_URL = "https://portal.example"
    (message,) = queue(li)
    assert deliver_due(now=at("2022-08-25")).sent == 1
    assert deliver_due(now=at("2022-08-25")).sent == 0
    (received,) = sink.mails
    assert (received.to, received.subject) == ("li@example.test", "请填报")
    assert "8月底阶段报告" in received.body
    assert "https://portal.example/work/" in received.body
    message.refresh_from_db()
    assert (message.state, message.attempts, message.sent_at) == ("sent", 1, at("2022-08-25"))
    assert oldest_due_unsent() is None


def test_sample_data_is_marked(sink, li):
    notify(
        recipients=[li],
        subject="请填报",
        body="。",
        link="/work/",
        key="a",
        now=NOW,
        is_sample=True,
    )
    deliver_due(now=NOW)
    assert sink.mails[0].subject == "【演示数据】请填报"


def test_a_refusal_is_kept_in_the_servers_words_and_tried_again_with_the_same_id(sink, li, wang):
    refused, _accepted = queue(li, wang)
    sink.refused["li@example.test"] = "452 4.2.2 邮箱已满"
    done = deliver_due(now=NOW)
    assert (done.sent, done.failed) == (1, 1)
    refused.refresh_from_db()
    assert (refused.state, refused.attempts) == ("queued", 1)
    assert refused.answer == "452 4.2.2 邮箱已满"
    assert refused.next_attempt_at > timezone.now() + timedelta(seconds=50)
    assert deliver_due(now=NOW).sent == 0  # not before the pause is over

    first_id = mail_of(refused).extra_headers["Message-ID"]
    sink.refused.clear()
    make_due()
    assert deliver_due(now=NOW).sent == 1
    refused.refresh_from_db()
    assert (refused.state, refused.answer) == ("sent", "250 OK")
    assert [m.to for m in sink.mails] == ["wang@example.test", "li@example.test"]
    assert sink.mails[1].message_id == first_id != sink.mails[0].message_id


def test_pauses_grow_and_then_it_is_given_up(sink, li):
    (message,) = queue(li)
    sink.refused["li@example.test"] = "452 4.2.2 full"
    waits = []
    for _attempt in range(len(PAUSES) + 1):
        make_due()
        deliver_due(now=NOW)
        message.refresh_from_db()
        waits.append(message.next_attempt_at - timezone.now())
    assert message.state == Message.State.FAILED
    assert (message.answer, message.attempts) == ("452 4.2.2 full", len(PAUSES) + 1)
    assert not Bounce.objects.exists()
    pauses = waits[:-1]
    assert pauses == sorted(pauses)
    make_due()
    assert deliver_due(now=NOW).failed == 0


@pytest.mark.parametrize(
    ("words", "state", "flagged"),
    [
        ("550 5.1.1 no such user", "failed", True),
        ("552 5.2.2 mailbox full", "failed", True),
        ("550 no such user here", "failed", True),
        ("554 5.6.0 content rejected", "failed", False),
        ("554 transaction failed", "failed", False),
        ("554 5.7.1 relay access denied", "queued", False),
        ("451 4.7.1 greylisted", "queued", False),
        ("450 4.1.1 try later", "queued", False),
    ],
)
def test_what_is_refused_for_good_has_failed_at_once(sink, li, wang, words, state, flagged):
    """With the server's words, and the address flagged where they speak of it."""
    refused, other = queue(li, wang)
    sink.refused["li@example.test"] = words
    deliver_due(now=NOW)
    make_due()
    sink.refused.clear()
    again = deliver_due(now=NOW)
    refused.refresh_from_db()
    if state == "failed":
        assert (refused.state, refused.attempts, refused.answer) == ("failed", 1, words)
        assert (refused.sent_at, again.handled) == (None, 0)
    else:
        assert (refused.state, refused.attempts) == ("sent", 2)
    assert list(Bounce.objects.values_list("address", "answer")) == (
        [("li@example.test", words)] if flagged else []
    )
    other.refresh_from_db()
    assert other.state == "sent"


def test_a_flagged_address_is_written_to_once_a_message(sink, li):
    """The server may have learned of it; the inbox has it anyway."""
    sink.refused["li@example.test"] = "550 5.1.1 no such user"
    queue(li, key="a")
    deliver_due(now=NOW)
    queue(li, key="b")
    deliver_due(now=NOW)
    assert Bounce.objects.get().times == 2
    sink.refused.clear()
    (third,) = queue(li, key="c")
    deliver_due(now=NOW)
    third.refresh_from_db()
    assert third.state == "sent"
    assert Message.objects.filter(channel="inbox", state="sent").count() == 3


def test_refusals_cost_no_connection(sink, li, wang):
    people = [
        User.objects.create(username=f"p{n}", name=f"p{n}", email=f"p{n}@example.test")
        for n in range(4)
    ]
    sink.refused = {people[0].email: "452 4.2.2 full", people[2].email: "550 5.1.1 unknown"}
    queue(*people)
    assert deliver_due(now=NOW).sent == 2
    assert sink.connections == 1


def test_a_whole_group_costs_as_many_statements_as_one_mail(sink):
    """But for the one that marks each."""

    def statements(people: int, key: str) -> int:
        users = [
            User.objects.create(username=f"{key}{n}", name="p", email=f"{key}{n}@example.test")
            for n in range(people)
        ]
        queue(*users, key=key)
        with CaptureQueriesContext(connection) as found:
            assert deliver_due(now=NOW).sent == people
        return len(found) - people

    assert statements(1, "a") == statements(GROUP, "b")


def test_what_was_not_tried_in_time_is_given_back_without_an_attempt(sink, li, wang, monkeypatch):
    """No look is old when its mail leaves, and nobody sends what another may have taken up since."""
    monkeypatch.setattr(delivery, "HELD_SECONDS", 0)
    looks = []

    def look(messages: Sequence[Message]) -> dict[int, Content]:
        looks.append(len(messages))
        return as_written(messages)

    queue(li, wang)
    assert deliver_due(now=NOW, recheck=look).sent == 1
    left = Message.objects.get(channel="mail", state="queued")
    assert left.attempts == 0
    assert deliver_due(now=NOW, recheck=look).sent == 1
    assert looks == [2, 1]


def test_a_fault_in_one_mail_costs_it_an_attempt_and_the_others_nothing(
    sink, li, wang, monkeypatch, caplog
):
    """It would end every run that takes it up, for ever."""
    bad, good = queue(li, wang)
    send, secret = MailCarrier.send, "https://robot/?token=geheim"

    def fail(carrier: MailCarrier, message: Message) -> str:
        if message == bad:
            raise RuntimeError(secret)
        return send(carrier, message)

    monkeypatch.setattr(MailCarrier, "send", fail)
    assert deliver_due(now=NOW).sent == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.attempts, good.state) == ("queued", 1, "sent")
    assert "RuntimeError" in bad.answer
    assert f"RuntimeError while message {bad.pk} was sent" in caplog.text
    assert "geheim" not in bad.answer + caplog.text


def test_a_fault_in_looking_again_gives_all_of_them_back(sink, li, wang):
    def fail(_messages: Sequence[Message]) -> dict[int, Content]:
        raise RuntimeError

    queue(li, wang)
    with pytest.raises(RuntimeError):
        deliver_due(now=NOW, recheck=fail)
    assert set(Message.objects.filter(channel="mail").values_list("state", flat=True)) == {"queued"}


def test_without_a_server_one_attempt_is_made_and_nobody_elses_mail_loses_one(settings, li, wang):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    queue(li, wang)
    assert deliver_due(now=NOW).failed == 1
    untouched, tried = Message.objects.filter(channel="mail").order_by("attempts")
    assert (untouched.state, untouched.attempts) == ("queued", 0)
    assert (tried.state, tried.attempts) == ("queued", 1)
    assert "refused" in tried.answer
    assert oldest_due_unsent() == untouched.next_attempt_at


def test_an_address_nobody_can_send_to_stops_no_other_mail(sink, li, wang):
    User.objects.filter(pk=li.pk).update(email="坏 地址@@例")
    bad, _good = queue(User.objects.get(pk=li.pk), wang)
    deliver_due(now=NOW)
    bad.refresh_from_db()
    assert (bad.state, bad.attempts) == ("failed", 1)
    assert bad.answer
    assert Bounce.objects.get().address == "坏 地址@@例"
    assert [m.to for m in sink.mails] == ["wang@example.test"]


def test_a_dead_workers_claim_is_taken_up_when_it_is_stale_with_the_same_id(sink, li, monkeypatch):
    (message,) = queue(li)

    class KilledError(BaseException):
        pass

    def die(*_arguments: object) -> str:
        raise KilledError

    with monkeypatch.context() as killed:
        killed.setattr(MailCarrier, "send", die)
        with pytest.raises(KilledError):
            deliver_due(now=NOW)
    assert deliver_due(now=NOW).sent == 0
    age_claims(CLAIM_IS_STALE_AFTER - timedelta(seconds=30))
    assert deliver_due(now=NOW).sent == 0
    age_claims(timedelta(minutes=1))
    assert deliver_due(now=NOW).sent == 1
    assert sink.mails[0].message_id == mail_of(message).extra_headers["Message-ID"]


def test_moving_the_business_clock_repeats_nothing(sink, li):
    """A claim goes stale by machine time alone."""

    def other_worker_a_month_later(messages: Sequence[Message]) -> dict[int, Content]:
        assert deliver_due(now=at("2022-09-24")).sent == 0
        return as_written(messages)

    queue(li)
    assert deliver_due(now=NOW, recheck=other_worker_a_month_later).sent == 1
    assert len(sink.mails) == 1


def test_who_lost_a_stale_claim_does_not_speak_for_the_mail(sink, li):
    (message,) = queue(li)

    def slow(held: Sequence[Message]) -> dict[int, Content]:
        age_claims(CLAIM_IS_STALE_AFTER)
        assert deliver_due(now=at("2022-08-24", 10)).sent == 1
        return as_written(held)

    deliver_due(now=at("2022-08-24", 11), recheck=slow)
    message.refresh_from_db()
    assert message.sent_at == at("2022-08-24", 10)
    assert len({m.message_id for m in sink.mails}) == 1  # two copies, known as such by their id


def test_what_is_not_needed_any_more_is_cancelled(sink, li, wang):
    queue(li, wang)
    wang.is_active = False
    wang.save()
    done = deliver_due(now=NOW, recheck=lambda _messages: {})
    assert (done.sent, done.cancelled) == (0, 2)
    assert not sink.mails
    assert set(Message.objects.filter(channel="mail").values_list("state", flat=True)) == {
        "cancelled"
    }


def test_what_is_said_by_then_is_what_is_kept(sink, li):
    (message,) = queue(li)
    new = Content("新标题", "新正文", "/inbox/")
    deliver_due(now=NOW, recheck=lambda messages: {row.pk: new for row in messages})
    message.refresh_from_db()
    assert (message.subject, message.body, message.link) == ("新标题", "新正文", "/inbox/")
    assert sink.mails[0].subject == "新标题"


def test_a_longer_subject_by_then_is_one_line_that_can_be_kept(sink, li):
    """Refused by the database after the mail has left, it would leave again and again."""
    (message,) = queue(li)
    long = Content("提醒：某局\n答复" + "督" * 600, "正文", "/work/")
    deliver_due(now=NOW, recheck=lambda messages: {row.pk: long for row in messages})
    message.refresh_from_db()
    assert (message.state, len(message.subject)) == ("sent", 200)
    assert message.subject.startswith("提醒：某局 答复督")
    assert [mail.subject for mail in sink.mails] == [message.subject]
    assert not Bounce.objects.exists()


def test_the_mailbox_keeps_one_item_for_each_id_and_address(settings, li):
    settings.EMAIL_BACKEND = "notifications.backends.MailboxBackend"
    (message,) = queue(li)
    deliver_due(now=NOW)
    get_connection().send_messages([mail_of(message)])
    item = MailboxItem.objects.get()
    assert (item.to_address, item.subject) == ("li@example.test", "请填报")


@pytest.mark.django_db(transaction=True)
def test_any_number_of_workers_at_once_send_each_mail_once():
    people = [
        User.objects.create(username=f"p{n}", name=f"p{n}", email=f"p{n}@example.test")
        for n in range(30)
    ]
    queue(*people)
    start = threading.Barrier(4)
    sent = []

    def work() -> None:
        try:
            start.wait(timeout=10)
            sent.append(deliver_due(now=NOW).sent)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(sent) == 4
    assert sum(sent) == 30
    assert sorted(m.to[0] for m in mail.outbox) == sorted(user.email for user in people)


def test_a_slow_server_ends_the_run_and_the_next_one_goes_on(sink, li, wang):
    """No run lasts until the broker gives the job to somebody else."""
    queue(li, wang)
    assert deliver_due(now=NOW, longest=timedelta(0)).sent <= 1
    assert sum(deliver_due(now=NOW).sent for _ in range(2)) >= 1
    assert sorted(mail.to for mail in sink.mails) == ["li@example.test", "wang@example.test"]
    assert not Message.objects.filter(channel="mail").exclude(state="sent").exists()
