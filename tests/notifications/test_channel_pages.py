"""Robots, numbers and settings as people enter them; what the other side says, shown."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from common.sealed import opened
from notifications.models import DeliverySettings, Endpoint, Message
from notifications.services import Draft, deliver_due, write_messages
from tests.notifications.listeners import Listener, listening
from tests.playing import at
from units.models import Government, Membership, Unit, User

pytestmark = pytest.mark.django_db

TOKEN, SECRET = "0123456789abcdefSECRETTOKEN", "SECsigningsecret99"
NUMBER = "13800138000"


@pytest.fixture
def unit():
    city = Government.objects.create(name="某市人民政府")
    return Unit.objects.create(government=city, name="市财政局")


def signed_in(unit: Unit, role: str, name: str) -> Client:
    user = User.objects.create(username=name, name=name, email=f"{name}@example.test")
    Membership.objects.create(user=user, unit=unit, role=role)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def admin(unit) -> Client:
    return signed_in(unit, "system_admin", "admin")


@pytest.fixture
def clerk(unit) -> Client:
    return signed_in(unit, "clerk", "clerk")


def robot_address(listener: Listener) -> str:
    return f"{listener.address}/robot/send?access_token={TOKEN}"


def typed(unit: Unit, address: str, **changes: str) -> dict[str, str]:
    form = {"owner": f"unit-{unit.pk}", "kind": "dingtalk", "name": "财政局群"}
    return form | {"target": address, "key": SECRET} | changes


@pytest.fixture
def robot(admin, unit, listener) -> Endpoint:
    answer = admin.post("/channels/", typed(unit, robot_address(listener)))
    assert answer.status_code == 302
    return Endpoint.objects.get()


def test_what_was_entered_is_sealed_and_shown_nowhere(admin, robot, listener):
    assert opened(robot.sealed) == {"address": robot_address(listener), "secret": SECRET}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notifications_endpoint")
        kept = str(cursor.fetchall())
        cursor.execute("SELECT * FROM notifications_historicalendpoint")
        kept += str(cursor.fetchall())
    pages = [admin.get(path).text for path in ("/channels/", f"/channels/{robot.pk}/")]
    for secret in (TOKEN, SECRET):
        assert secret not in kept
        assert secret not in "".join(pages)
    assert robot.hint == f"127.0.0.1 …{TOKEN[-4:]}"
    assert all(robot.hint in page for page in pages)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"target": f"https://oapi.dingtalk.com/?access_token={TOKEN}"}, "填的不是钉钉"),
        ({"target": f"ftp://x/robot/send?access_token={TOKEN}"}, "填的不是钉钉"),
        ({"target": f"https://x/{{y}}robot/send?access_token={TOKEN}"}, "填的不是钉钉"),
        ({"key": f"{SECRET} 空格"}, "加签密钥只由字母和数字组成"),
        ({"kind": "sms", "target": NUMBER}, "不能登记给"),
        ({"kind": "webhook", "target": f"https://a:b@host/{TOKEN}"}, "填的不是网络接口"),
        ({"target": "x" * 2000}, "1000"),
        ({"kind": "webhook", "key": f"{SECRET}密钥"}, "网络接口的密钥只由英文"),
        ({"kind": "webhook", "target": f"https://a..example/{TOKEN}"}, "填的不是网络接口"),
    ],
)
def test_a_wrong_entry_changes_nothing_and_gives_no_secret_back(
    admin, unit, listener, changes, words
):
    answer = admin.post("/channels/", typed(unit, robot_address(listener), **changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert "财政局群" in answer.text
    assert TOKEN not in answer.text
    assert SECRET not in answer.text
    assert not Endpoint.objects.exists()


@pytest.mark.parametrize("path", ["/channels/", "/channels/hours/"])
def test_nobody_is_chosen_before_somebody_chose(admin, unit, path):
    """Whoever forgets it would send one unit's messages to another's group."""
    page = BeautifulSoup(admin.get(path).content, "html.parser")
    chosen = page.find("select", {"name": "owner"}).find("option")
    assert chosen["value"] == ""
    answer = admin.post(path, typed(unit, "https://x/in") | {"owner": "", "kind": "webhook"})
    assert answer.status_code == 422
    assert not Endpoint.objects.exists()


def test_a_long_host_is_shown_as_far_as_there_is_room(admin, unit):
    host = f"{'a' * 60}.{'b' * 60}.example"
    answer = admin.post(
        "/channels/", typed(unit, f"https://{host}/{TOKEN}", kind="webhook", key="")
    )
    assert answer.status_code == 302
    assert Endpoint.objects.get().hint == f"{'a' * 50} …{TOKEN[-4:]}"


def test_what_goes_wrong_within_is_an_answer_of_the_test(admin, robot, monkeypatch):
    def fail(*_arguments: object) -> str:
        raise RuntimeError(TOKEN)

    monkeypatch.setattr("notifications.carriers.chat.tell_group", fail)
    page = admin.post(f"/channels/{robot.pk}/test/", follow=True).text
    assert "没有送到" in page
    assert "RuntimeError" in page
    assert TOKEN not in page
    assert Message.objects.get().state == "failed"


def test_a_robots_secret_does_not_travel_in_plain_text(admin, unit, settings):
    settings.CHANNEL_ALLOW_LOOPBACK = False
    address = f"http://oapi.dingtalk.com/robot/send?access_token={TOKEN}"
    assert "应以 https:// 开头" in admin.post("/channels/", typed(unit, address)).text


def test_the_button_sends_a_marked_message_and_shows_what_was_answered(admin, robot, listener):
    page = admin.post(f"/channels/{robot.pk}/test/", follow=True).text
    content = json.loads(listener.asked[0].body)["text"]["content"]
    assert "【测试】" in content
    assert "errmsg&quot;:&quot;ok" in page
    assert "已被接收" in page
    robot.refresh_from_db()
    assert robot.test_answer == 'HTTP 200 {"errcode":0,"errmsg":"ok"}'
    assert Message.objects.get().state == "sent"
    assert Endpoint.history.count() == 1  # nobody decided anything


def test_a_refusal_is_shown_in_the_robots_words(admin, robot, listener):
    listener.answer = (200, '{"errcode":310000,"errmsg":"sign not match"}')
    page = admin.post(f"/channels/{robot.pk}/test/", follow=True).text
    assert "没有送到" in page
    assert "sign not match" in page
    assert Message.objects.get().state == "failed"


def test_one_test_a_minute(admin, robot, listener):
    admin.post(f"/channels/{robot.pk}/test/")
    page = admin.post(f"/channels/{robot.pk}/test/", follow=True).text
    assert "一分钟内只能测试一次" in page
    assert len(listener.asked) == 1
    Message.objects.update(recorded_at=timezone.now() - timedelta(seconds=61))
    admin.post(f"/channels/{robot.pk}/test/")
    assert len(listener.asked) == 2


def test_no_test_without_the_forms_token(admin, robot, listener):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = admin.cookies
    assert strict.post(f"/channels/{robot.pk}/test/").status_code == 403
    assert listener.asked == []


def test_a_new_address_takes_the_place_of_the_old_one(admin, robot, listener):
    admin.post(f"/channels/{robot.pk}/test/")
    new = robot_address(listener).replace(TOKEN, "anothertoken123")
    assert admin.post(f"/channels/{robot.pk}/", {"target": new, "key": ""}).status_code == 302
    robot.refresh_from_db()
    assert opened(robot.sealed) == {"address": new}
    assert (robot.tested_at, robot.test_answer) == (None, "")


def test_another_citys_administrator_knows_nothing_of_it(robot):
    abroad = Government.objects.create(name="别市人民政府")
    other = signed_in(Unit.objects.create(government=abroad, name="局"), "system_admin", "abroad")
    assert robot.name not in other.get("/channels/").text
    for path in ("", "switch/", "test/"):
        assert other.post(f"/channels/{robot.pk}/{path}").status_code == 404


def group_message(robot: Endpoint, key: str = "g") -> Message:
    draft = Draft(
        None, "chat", "8月底阶段报告还有 3 个工作日", "5.1", "/work/", key, endpoint=robot
    )
    write_messages(drafts=[draft], now=at("2022-08-24"))
    return Message.objects.get(key=key)


def test_a_group_is_told_once_with_its_answer_kept_and_the_link(robot, listener, settings):
    settings.PORTAL_URL = "https://portal.example"
    message = group_message(robot)
    assert deliver_due(now=at("2022-08-24")).sent == 1
    assert deliver_due(now=at("2022-08-24")).sent == 0
    content = json.loads(listener.asked[0].body)["text"]["content"]
    assert content == "8月底阶段报告还有 3 个工作日\r\n5.1\nhttps://portal.example/work/"
    message.refresh_from_db()
    assert message.answer == 'HTTP 200 {"errcode":0,"errmsg":"ok"}'


def test_one_robot_that_is_away_holds_up_no_other(robot, unit, admin, listener):
    with listening() as gone:
        admin.post("/channels/", typed(unit, robot_address(gone), name="没有了的群"))
    away = Endpoint.objects.get(name="没有了的群")
    first, second = group_message(away, "a"), group_message(robot, "b")
    done = deliver_due(now=at("2022-08-24"))
    assert (done.sent, done.failed) == (1, 1)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.attempts, second.state) == ("queued", 1, "sent")
    assert "连接不上" in first.answer


def test_nothing_goes_to_what_is_switched_off(admin, robot, listener):
    group_message(robot)
    admin.post(f"/channels/{robot.pk}/switch/", {"to": "off"})
    assert deliver_due(now=at("2022-08-24")).cancelled == 1
    assert listener.asked == []
    admin.post(f"/channels/{robot.pk}/switch/", {"to": "on"})
    robot.refresh_from_db()
    assert robot.is_active


def test_without_the_key_it_says_so_and_the_command_changes_nothing(admin, robot, settings):
    settings.SEALING_KEYS = ["quite another key, long enough to be one"]
    page = admin.post(f"/channels/{robot.pk}/test/", follow=True).text
    assert "加密密钥已更换" in page
    with pytest.raises(CommandError, match="SEALING_KEYS"):
        call_command("seal_anew")


def test_a_key_is_changed_by_command(robot, settings, listener, capsys):
    old, new = settings.SEALING_KEYS[0], "a new key, long enough to be one of them"
    settings.SEALING_KEYS = [new, old]
    call_command("seal_anew")
    assert "1 sealed anew" in capsys.readouterr().out
    settings.SEALING_KEYS = [new]
    robot.refresh_from_db()
    assert opened(robot.sealed)["address"] == robot_address(listener)


# -- one's own ---------------------------------------------------------------------------------------


def test_ones_own_number_is_kept_sealed_tried_out_and_switched_off(clerk, listener, settings):
    settings.SMS_URL = f"{listener.address}/sms"
    listener.answer = (200, '{"code":0}')
    assert clerk.post("/inbox/settings/mobile/", {"mobile": "138 0013"}).status_code == 422
    clerk.post("/inbox/settings/mobile/", {"mobile": NUMBER})
    page = clerk.get("/inbox/settings/").text
    assert "138****8000" in page
    assert NUMBER not in page
    assert "code&quot;:0" in clerk.post("/inbox/settings/test/sms/", follow=True).text
    sent = json.loads(listener.asked[0].body)
    assert sent["mobile"] == NUMBER
    assert sent["content"].startswith("【测试】接收测试 http")
    clerk.post("/inbox/settings/mobile/", {"remove": "1"})
    assert not Endpoint.objects.get().is_active
    clerk.post("/inbox/settings/mobile/", {"mobile": NUMBER})
    assert Endpoint.objects.get().is_active


def test_a_test_mail_shows_the_servers_answer(clerk, sink):
    sink.answer = "250 queued as 77"
    page = clerk.post("/inbox/settings/test/mail/", follow=True).text
    assert "250 queued as 77" in page
    assert sink.mails[0].subject == "【测试】接收测试"
    answer = clerk.post("/inbox/settings/test/mail/")
    assert answer.status_code == 422
    assert "一分钟内只能测试一次" in answer.text


def test_choices_are_kept_and_shown(clerk):
    chosen = {"sms": "on", "quiet_from": "20:00", "quiet_until": "07:30", "digest": "yes"}
    assert clerk.post("/inbox/settings/", chosen).status_code == 302
    row = DeliverySettings.objects.get()
    assert (row.without, row.wants_digest) == (["chat", "mail"], True)
    page = clerk.get("/inbox/settings/").text
    assert 'value="20:00"' in page
    assert "20:00 至 07:30" in page
    assert re.search(r'name="sms"[^>]*checked', page)
    assert not re.search(r'name="mail"[^>]*checked', page)
    half = clerk.post("/inbox/settings/", {"quiet_from": "20:00"})
    assert half.status_code == 422
    assert "要么都填，要么都空着" in half.text


def test_hours_of_the_city_and_of_a_unit(admin, clerk, unit):
    at_night = {"quiet_from": "22:00", "quiet_until": "06:00"}
    admin.post("/channels/hours/", {"owner": f"government-{unit.government_id}", **at_night})
    assert "22:00 至 06:00" in clerk.get("/inbox/settings/").text
    admin.post("/channels/hours/", {"owner": f"unit-{unit.pk}", **at_night, "quiet_from": "20:30"})
    assert "20:30 至 06:00" in clerk.get("/inbox/settings/").text
    admin.post("/channels/hours/", {"owner": f"unit-{unit.pk}"})
    assert "22:00 至 06:00" in clerk.get("/inbox/settings/").text


def test_a_link_leads_to_the_form_after_signing_in(unit):
    user = User.objects.create(username="li", name="李")
    user.set_password("four words make one password")
    user.save()
    Membership.objects.create(user=user, unit=unit, role="clerk")
    visitor = Client()
    sent_to = visitor.get("/inbox/settings/")
    assert sent_to.url == "/login/?next=/inbox/settings/"
    page = visitor.get(sent_to.url)
    assert '<input type="hidden" name="next" value="/inbox/settings/">' in page.text
    signing = {"username": "li", "password": "four words make one password"}
    done = visitor.post("/login/", signing | {"next": "/inbox/settings/"}, follow=True)
    assert done.redirect_chain[-1][0] == "/inbox/settings/"
    assert done.status_code == 200
