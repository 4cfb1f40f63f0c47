"""Mails that a server took and gave back later, and the pages that say so."""

from __future__ import annotations

import mailbox
from datetime import date
from io import BytesIO, StringIO, TextIOWrapper
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from notifications.bounces import note_bounce
from notifications.carriers.mail import message_id_of
from notifications.models import Bounce, Message
from notifications.returned import note_returned
from notifications.services import deliver_due, notify
from tests.playing import KAIFENG, SECOND_CITY, at, load, person
from units.models import User
from units.roles import Role

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db

NOW, LATER = at("2022-08-24"), at("2022-08-24", 11)
# As Postfix writes it.
NOTIFICATION = """From: MAILER-DAEMON@mx.example.test
To: motion-portal@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.test

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <{to}>: Recipient address rejected:
    User unknown

--b1
Content-Type: {kind}

{message_id}To: {to}
Subject: =?utf-8?b?6K+35a6h562+?=

--b1--
"""


@pytest.fixture
def sent(li, settings) -> Message:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    notify(recipients=[li], subject="请审签", body="内情", link="/work/", key="a", now=NOW)
    deliver_due(now=NOW)
    return Message.objects.get(channel="mail", state="sent")


def given_back(message: Message, **changes: str) -> bytes:
    facts = {
        "to": message.recipient.email,
        "action": "failed",
        "status": "5.1.1",
        "kind": "text/rfc822-headers",
        "message_id": f"Message-ID: {message_id_of(message)}\n",
    }
    return NOTIFICATION.format(**facts | changes).encode()


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_a_mail_that_came_back_has_failed_and_its_address_is_flagged(sent, kind):
    assert note_returned(given_back(sent, kind=kind), at=LATER) == sent
    sent.refresh_from_db()
    assert (sent.state, sent.sent_at) == ("failed", None)
    assert "Recipient address rejected: User unknown" in sent.answer
    row = Bounce.objects.get()
    assert (row.address, row.times, row.answer) == ("li@example.test", 1, sent.answer)


def test_read_again_it_counts_once(sent):
    for _number in range(2):
        note_returned(given_back(sent), at=LATER)
    assert Bounce.objects.get().times == 1


@pytest.mark.parametrize("status", ["4.4.1", "5.7.1", "5.3.4"])
def test_what_says_nothing_of_the_address_flags_none(sent, status):
    assert note_returned(given_back(sent, status=status), at=LATER) == sent
    assert not Bounce.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "delayed"},
        {"action": "delivered"},
        {"message_id": "Message-ID: <message.1.2@localhost>\n"},
        {"message_id": "Message-ID: <else@example.test>\n"},
        {"message_id": ""},
    ],
)
def test_what_gives_back_no_mail_of_ours_changes_nothing(sent, changes):
    assert note_returned(given_back(sent, **changes), at=LATER) is None
    sent.refresh_from_db()
    assert sent.state == "sent"
    assert not Bounce.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff", b"Subject: x\n\nhello", NOTIFICATION.encode()]
)
def test_what_is_no_notification_changes_nothing(sent, content):
    assert note_returned(content, at=LATER) is None


def test_the_address_of_today_is_not_flagged_for_that_of_yesterday(sent, li):
    content = given_back(sent)
    User.objects.filter(pk=li.pk).update(email="li.new@example.test")
    assert note_returned(content, at=LATER) == sent
    assert not Bounce.objects.exists()


# -- the command -------------------------------------------------------------------------------------


def run(*arguments: object, **options: object) -> str:
    out = StringIO()
    call_command("note_bounces", *arguments, stdout=out, **options)
    return out.getvalue()


def test_it_reads_files_and_standard_input(sent, tmp_path: Path, monkeypatch):
    path = tmp_path / "bounce.eml"
    path.write_bytes(given_back(sent))
    assert "1 read, 1 of them" in run(str(path))
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(given_back(sent))))
    assert "1 read, 0 of them" in run()
    with pytest.raises(CommandError, match="cannot be read"):
        run(str(tmp_path / "none"))


def test_it_reads_a_maildir_once(sent, tmp_path: Path):
    box = mailbox.Maildir(tmp_path / "Maildir")
    box.add(given_back(sent))
    assert "1 read, 1 of them" in run(maildir=tmp_path / "Maildir")
    assert "0 read" in run(maildir=tmp_path / "Maildir")
    assert len(box) == 1
    with pytest.raises(CommandError, match="no Maildir"):
        run(maildir=tmp_path)


def test_what_the_parser_fails_on_stops_no_other(sent, tmp_path: Path, capsys):
    """Whoever writes such a mail would keep all later ones from being read."""
    box = mailbox.Maildir(tmp_path / "Maildir")
    odd = given_back(sent).replace(b"rfc822-headers", b'rfc822-headers; charset="none"')
    (tmp_path / "a").write_bytes(odd)
    (tmp_path / "b").write_bytes(given_back(sent))
    assert "2 read, 1 of them" in run(str(tmp_path / "a"), str(tmp_path / "b"))
    assert "cannot be read as a mail (LookupError)" in capsys.readouterr().err
    box.add(odd)
    run(maildir=tmp_path / "Maildir")
    assert "0 read" in run(maildir=tmp_path / "Maildir")


# -- the pages ---------------------------------------------------------------------------------------


@pytest.fixture
def first_day(settings) -> None:
    settings.REHEARSAL_CLOCK = date(2022, 8, 24)


def test_ones_own_inbox_says_it_until_the_address_is_another(client, first_day, li, wang):
    note_bounce(address=li.email, words="550 5.1.1 unknown", at=NOW)
    client.force_login(li)
    assert "550 5.1.1 unknown" in client.get(reverse("inbox")).content.decode()
    User.objects.filter(pk=li.pk).update(email="li.new@example.test")
    assert "550 5.1.1" not in client.get(reverse("inbox")).content.decode()
    client.force_login(wang)
    assert "550 5.1.1" not in client.get(reverse("inbox")).content.decode()


def test_the_administrator_sees_those_of_their_city_and_says_what_is_mended(client, first_day):
    plan, abroad = load(KAIFENG), load(SECOND_CITY)
    admin = person(plan.host_unit_id, Role.SYSTEM_ADMIN).user
    clerk = person(plan.host_unit_id, Role.CLERK).user
    stranger = person(abroad.host_unit_id, Role.CLERK).user
    for user in (clerk, stranger):
        note_bounce(address=user.email, words="550 5.1.1 unknown", at=NOW)
    client.force_login(admin)
    text = client.get(reverse("bounces")).content.decode()
    assert clerk.email in text
    assert stranger.email not in text
    theirs = Bounce.objects.get(address=stranger.email)
    assert client.post(reverse("bounce_clear", args=[theirs.pk])).status_code == 404
    own = Bounce.objects.get(address=clerk.email)
    assert client.post(reverse("bounce_clear", args=[own.pk])).status_code == 302
    assert list(Bounce.objects.all()) == [theirs]
    assert "没有退信的邮箱" in client.get(reverse("bounces")).content.decode()
    client.force_login(clerk)
    assert client.get(reverse("bounces")).status_code == 403
