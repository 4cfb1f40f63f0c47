"""What failed for good: kept without secrets, counted on, run again or set aside."""

from __future__ import annotations

from typing import Any

import pytest
from celery import current_app
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from kombu.exceptions import OperationalError

from engine.masking import masked
from engine.models import DeadLetter
from engine.services import ticks
from engine.services.letters import MOST_REDELIVERIES, Failure, note, note_redelivery
from tests.playing import KAIFENG, load, person
from units.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

FAILED = DeadLetter.Cause.FAILED
JOB = "documents.make_batch"


def failed(*args: Any, job: str = JOB, words: str = "ValueError: x", **kwargs: Any) -> DeadLetter:
    note(Failure(job, FAILED, words, "Traceback …", args, kwargs))
    return DeadLetter.objects.latest("last_at")


@pytest.fixture
def admin() -> Client:
    plan = load(KAIFENG)
    client = Client()
    client.force_login(person(plan.host_unit_id, Role.SYSTEM_ADMIN).user)
    return client


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(current_app, "send_task", lambda *message: asked.append(message))
    return asked


# -- keeping -----------------------------------------------------------------------------------------


def test_the_same_failure_again_counts_on():
    for _ in range(3):
        failed(7)
    failed(8)
    assert list(DeadLetter.objects.order_by("pk").values_list("times", flat=True)) == [3, 1]


@pytest.mark.parametrize(
    "text",
    [
        "could not connect: postgres://portal:hunter2@database:5432/portal",
        "smtp login failed, password=hunter2, try again",
        "{'access_token': 'hunter2', 'unit': 1}",
        '{"api_key": "hunter2"}',
        "GET https://robot.example/send?access_token=hunter2&x=1 answered 400",
        "Authorization: Bearer hunter2",
        "duplicate key\nDETAIL:  Key (username)=(hunter2) already exists.",
    ],
)
def test_no_secret_is_kept(text):
    assert "hunter2" not in masked(text)
    letter = failed(words=text)
    assert "hunter2" not in letter.error


def test_words_that_are_no_secret_stay():
    assert masked("IntegrityError: null value in column “unit”") == (
        "IntegrityError: null value in column “unit”"
    )


def test_arguments_with_a_secret_or_too_long_are_cut_and_cannot_be_run_again():
    letter = failed(password="hunter2")
    assert "hunter2" not in letter.arguments
    assert not letter.can_run_again
    letter = failed("长" * 2000)
    assert len(letter.arguments) == 500
    assert not letter.can_run_again
    assert failed(7).payload == {"args": [7], "kwargs": {}}


def test_what_the_database_cannot_store_is_left_out():
    assert failed(words="ValueError: a\0b").error == "ValueError: ab"


def test_a_later_good_run_of_a_scheduled_job_closes_its_failures_and_a_failure_opens_them():
    letter = failed(job="reminders.deliver")
    other = failed(7)
    runner = ticks.begin(job="reminders.deliver")
    ticks.end(job="reminders.deliver", runner=runner, well=False)
    letter.refresh_from_db()
    assert letter.state == "open"
    ticks.end(job="reminders.deliver", runner=runner, well=True)
    letter.refresh_from_db()
    other.refresh_from_db()
    assert (letter.state, other.state) == ("made_up", "open")
    failed(job="reminders.deliver")
    letter.refresh_from_db()
    assert (letter.state, letter.times, letter.decided_at) == ("open", 2, None)


def test_a_message_that_stops_its_workers_is_tried_a_few_times_and_no_more():
    tries = [note_redelivery(message_id="m") for _ in range(MOST_REDELIVERIES + 1)]
    assert tries == [True] * MOST_REDELIVERIES + [False]
    assert note_redelivery(message_id="another")


# -- the page ----------------------------------------------------------------------------------------


def test_nothing_failed(admin):
    page = admin.get("/jobs/").content.decode()
    assert "没有失败的任务" in page
    assert "还没有定时任务" in page


def test_the_page_says_what_failed_and_its_program_words_are_text(admin):
    failed(7, words="ValueError: <script>alert(1)</script>")
    page = admin.get("/jobs/").content.decode()
    assert "制作成批文件" in page
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "重新运行" in page


def test_run_again_publishes_it_and_notes_who(admin, sent):
    letter = failed(7)
    answer = admin.post(f"/jobs/failed/{letter.pk}/run/")
    assert answer.status_code == 302
    letter.refresh_from_db()
    assert sent == [(JOB, [7], {})]
    assert letter.state == "run_again"
    assert letter.decided_by_name
    assert letter.decided_at
    assert letter.decided_by_name in admin.get("/jobs/").content.decode()
    again = admin.post(f"/jobs/failed/{letter.pk}/run/")
    assert again.status_code == 409
    assert len(sent) == 1
    failed(7)
    assert DeadLetter.objects.count() == 2, "it failed again: a letter of its own"


def test_without_a_broker_it_stays_as_it_was(admin, monkeypatch):
    def away(*_message: object) -> None:
        raise OperationalError

    monkeypatch.setattr(current_app, "send_task", away)
    letter = failed(7)
    answer = admin.post(f"/jobs/failed/{letter.pk}/run/")
    assert answer.status_code == 409
    assert "消息队列现在连不上" in answer.content.decode()
    letter.refresh_from_db()
    assert (letter.state, letter.decided_at) == ("open", None)


def test_what_kept_no_arguments_is_not_run(admin, sent):
    letter = failed("长" * 2000)
    assert f"/jobs/failed/{letter.pk}/run/" not in admin.get("/jobs/").content.decode()
    assert admin.post(f"/jobs/failed/{letter.pk}/run/").status_code == 409
    assert sent == []


def test_setting_aside_needs_a_reason_and_keeps_it(admin):
    letter = failed(7)
    address = f"/jobs/failed/{letter.pk}/set-aside/"
    answer = admin.post(address, {"reason": " "})
    assert answer.status_code == 422
    assert "请写明为什么不再运行" in answer.content.decode()
    assert admin.post(address, {"reason": "已由登记页手工补办"}).status_code == 302
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == ("set_aside", "已由登记页手工补办")
    assert "已由登记页手工补办" in admin.get("/jobs/").content.decode()
    assert admin.post(address, {"reason": "再来"}).status_code == 409


def test_a_letter_that_is_not_there(admin):
    assert admin.post("/jobs/failed/4711/run/").status_code == 404
    assert admin.post("/jobs/failed/4711/set-aside/", {"reason": "x"}).status_code == 404


def test_the_page_costs_the_same_however_many_failed(admin):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin.get("/jobs/")
        return len(captured)

    failed(1)
    queries()
    few = queries()
    for number in range(2, 12):
        failed(number)
    assert queries() == few
