"""Mail over a real SMTP server on loopback: once, kept, tried again, given up."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.db import connection
from django.utils import timezone

from notifications.carriers import Content
from notifications.carriers.mail import mail_of
from notifications.delivery import PAUSES
from notifications.models import MailboxItem, Message
from notifications.models.message import CLAIM_IS_STALE_AFTER
from notifications.selectors import oldest_due_unsent
from notifications.services import deliver_due, notify
from tests.playing import at
from tests.services import free_port
from units.models import User

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
    delivery = deliver_due(now=NOW)
    assert (delivery.sent, delivery.failed) == (1, 1)
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
    sink.refused["li@example.test"] = "550 5.1.1 no such user"
    waits = []
    for _attempt in range(len(PAUSES) + 1):
        make_due()
        deliver_due(now=NOW)
        message.refresh_from_db()
        waits.append(message.next_attempt_at - timezone.now())
    assert message.state == Message.State.FAILED
    assert message.answer == "550 5.1.1 no such user"
    pauses = waits[:-1]
    assert pauses == sorted(pauses)
    make_due()
    assert deliver_due(now=NOW).failed == 0


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
    assert bad.state == "queued"
    assert bad.answer
    assert [m.to for m in sink.mails] == ["wang@example.test"]


def test_a_dead_workers_claim_is_taken_up_when_it_is_stale_with_the_same_id(sink, li):
    (message,) = queue(li)

    class KilledError(BaseException):
        pass

    def die(_message: Message) -> Content | None:
        raise KilledError

    with pytest.raises(KilledError):
        deliver_due(now=NOW, recheck=die)
    assert deliver_due(now=NOW).sent == 0
    age_claims(CLAIM_IS_STALE_AFTER - timedelta(seconds=30))
    assert deliver_due(now=NOW).sent == 0
    age_claims(timedelta(minutes=1))
    assert deliver_due(now=NOW).sent == 1
    assert sink.mails[0].message_id == mail_of(message).extra_headers["Message-ID"]


def test_moving_the_business_clock_repeats_nothing(sink, li):
    """A claim goes stale by machine time alone."""

    def other_worker_a_month_later(message: Message) -> Content | None:
        assert deliver_due(now=at("2022-09-24")).sent == 0
        return Content(message.subject, message.body, message.link)

    queue(li)
    assert deliver_due(now=NOW, recheck=other_worker_a_month_later).sent == 1
    assert len(sink.mails) == 1


def test_who_lost_a_stale_claim_does_not_speak_for_the_mail(sink, li):
    (message,) = queue(li)

    def slow(held: Message) -> Content | None:
        age_claims(CLAIM_IS_STALE_AFTER)
        assert deliver_due(now=at("2022-08-24", 10)).sent == 1
        return Content(held.subject, held.body, held.link)

    deliver_due(now=at("2022-08-24", 11), recheck=slow)
    message.refresh_from_db()
    assert message.sent_at == at("2022-08-24", 10)
    assert len({m.message_id for m in sink.mails}) == 1  # two copies, known as such by their id


def test_what_is_not_needed_any_more_is_cancelled(sink, li, wang):
    queue(li, wang)
    wang.is_active = False
    wang.save()
    delivery = deliver_due(now=NOW, recheck=lambda _message: None)
    assert (delivery.sent, delivery.cancelled) == (0, 2)
    assert not sink.mails
    assert set(Message.objects.filter(channel="mail").values_list("state", flat=True)) == {
        "cancelled"
    }


def test_what_is_said_by_then_is_what_is_kept(sink, li):
    (message,) = queue(li)
    deliver_due(now=NOW, recheck=lambda _message: Content("新标题", "新正文", "/inbox/"))
    message.refresh_from_db()
    assert (message.subject, message.body, message.link) == ("新标题", "新正文", "/inbox/")
    assert sink.mails[0].subject == "新标题"


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
