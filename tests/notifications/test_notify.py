from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.db import transaction

from common.errors import NotVisibleError
from notifications.models import Message
from notifications.selectors import oldest_due_unsent, unread_count
from notifications.services import deliver_due, mark_all_read, mark_read, notify
from tests.playing import at

if TYPE_CHECKING:
    from units.models import User

pytestmark = pytest.mark.django_db

NOW = at("2022-08-24")


def tell(*people: User, key: str = "filing/1", **changes: str) -> None:
    words = {"subject": "请审签", "body": "已填好。", "link": "/filings/1/"} | changes
    notify(recipients=people, key=key, now=NOW, **words)


def test_each_person_gets_one_inbox_message_at_once_and_one_mail_in_the_queue(li, wang):
    tell(li, wang, li)
    rows = Message.objects.order_by("recipient", "channel")
    assert [(row.recipient, row.channel, row.state) for row in rows] == [
        (li, "inbox", "sent"),
        (li, "mail", "queued"),
        (wang, "inbox", "sent"),
        (wang, "mail", "queued"),
    ]
    assert rows[0].sent_at == NOW
    assert unread_count(li) == 1


def test_the_same_key_again_changes_nothing(li):
    tell(li)
    tell(li, subject="别的标题")
    assert set(Message.objects.values_list("subject", flat=True)) == {"请审签"}
    assert Message.objects.count() == 2
    tell(li, key="filing/2")
    assert unread_count(li) == 2


def test_what_the_caller_takes_back_was_never_said(li):
    class TakenBackError(Exception):
        pass

    def step() -> None:
        with transaction.atomic():
            tell(li)
            raise TakenBackError

    with pytest.raises(TakenBackError):
        step()
    assert not Message.objects.exists()


@pytest.mark.parametrize("link", ["https://example.test/", "//example.test/", "filings/1/", ""])
def test_a_link_that_is_no_path_of_the_portal_is_refused(li, link):
    with pytest.raises(ValueError, match=f"^{link}$"):
        tell(li, link=link)
    assert not Message.objects.exists()


def test_a_subject_is_one_line_of_bounded_length(li):
    tell(li, subject="第一行\r\nBcc: all@example.test " + "长" * 300)
    deliver_due(now=NOW)
    assert len(mail.outbox) == 1
    assert mail.outbox[0].recipients() == ["li@example.test"]
    assert len(mail.outbox[0].subject) == 200


def test_what_happened_is_read_in_a_subject_with_a_very_long_name(li):
    tell(li, subject="长" * 400 + "（市财政局）：负责人退回修改")
    deliver_due(now=NOW)
    subject = mail.outbox[0].subject
    assert len(subject) == 200
    assert subject.startswith("长长")
    assert subject.endswith("（市财政局）：负责人退回修改")


def test_nobody_who_left_is_told(li, wang):
    wang.is_active = False
    wang.save()
    tell(li, wang)
    assert set(Message.objects.values_list("recipient", flat=True)) == {li.pk}


def test_who_has_no_address_is_told_in_the_inbox_and_the_mail_shows_why_not(li):
    li.email = ""
    li.save()
    tell(li)
    assert unread_count(li) == 1
    row = Message.objects.get(channel="mail")
    assert row.state == Message.State.FAILED
    assert row.has_no_address
    assert oldest_due_unsent() is None


def test_a_message_is_read_once_and_by_its_reader_alone(li, wang):
    tell(li)
    message = Message.objects.get(channel="inbox")
    with pytest.raises(NotVisibleError):
        mark_read(by=wang, message_id=message.pk, now=NOW)
    mark_read(by=li, message_id=message.pk, now=at("2022-08-25"))
    mark_read(by=li, message_id=message.pk, now=at("2022-08-26"))
    message.refresh_from_db()
    assert message.read_at == at("2022-08-25")
    assert unread_count(li) == 0


def test_all_of_ones_own_messages_are_marked_read(li, wang):
    tell(li, wang)
    tell(li, key="filing/2")
    mark_all_read(by=li, now=NOW)
    assert (unread_count(li), unread_count(wang)) == (0, 1)
    assert not Message.objects.filter(channel="mail", read_at__isnull=False).exists()
