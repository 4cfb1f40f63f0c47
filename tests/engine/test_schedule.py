"""The schedule: defaults once, the administrator's word, and what the settings promise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django_celery_beat.models import PeriodicTask, PeriodicTasks

from config.celery import app
from engine.services.schedule import interval_of, write_missing_schedule
from engine.task import PortalTask
from engine.words import JOBS, interval_words
from tests.playing import KAIFENG, load, person
from units.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

DELIVER = "reminders.deliver"


@pytest.fixture
def schedule() -> None:
    write_missing_schedule()


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(person(load(KAIFENG).host_unit_id, role).user)
    return client


def change_address() -> str:
    task = PeriodicTask.objects.get(name=DELIVER)
    return reverse("admin:django_celery_beat_periodictask_change", args=[task.pk])


def every(name: str) -> int:
    return int(PeriodicTask.objects.get(name=name).interval.schedule.run_every.total_seconds())


def test_defaults_are_written_once_and_due_at_once():
    write_missing_schedule()
    assert {task.name: every(task.name) for task in PeriodicTask.objects.all()} == (
        settings.JOBS_SCHEDULE
    )
    assert all(task.last_run_at and task.expire_seconds for task in PeriodicTask.objects.all())
    write_missing_schedule()
    assert PeriodicTask.objects.count() == len(settings.JOBS_SCHEDULE)


def test_what_the_administrator_changed_stays(schedule):
    PeriodicTask.objects.filter(name=DELIVER).update(
        interval=interval_of(seconds=600), enabled=False
    )
    write_missing_schedule()
    assert every(DELIVER) == 600
    assert not PeriodicTask.objects.get(name=DELIVER).enabled


def test_a_job_that_is_no_more_is_taken_off_and_a_new_one_added(schedule, settings):
    settings.JOBS_SCHEDULE = {DELIVER: 60, "reminders.new": 120}
    write_missing_schedule()
    assert set(PeriodicTask.objects.values_list("name", flat=True)) == {DELIVER, "reminders.new"}


def test_every_scheduled_job_is_there_ticks_and_has_a_name_for_people():
    app.loader.import_default_modules()
    for name in settings.JOBS_SCHEDULE:
        assert isinstance(app.tasks[name], PortalTask)
        assert app.tasks[name].ticks
        assert name in JOBS


def test_the_administrator_changes_how_often_and_whether(schedule):
    admin = signed_in(Role.SYSTEM_ADMIN)
    assert (
        "发送待发邮件"
        in admin.get(reverse("admin:django_celery_beat_periodictask_changelist")).content.decode()
    )
    before = app_changes()
    answer = admin.post(change_address(), {"seconds": "300", "enabled": "on"})
    assert answer.status_code == 302
    assert every(DELIVER) == 300
    assert app_changes() > before, "beat is told"
    admin.post(change_address(), {"seconds": "300"})
    assert not PeriodicTask.objects.get(name=DELIVER).enabled


def app_changes() -> object:
    return PeriodicTasks.last_change()


@pytest.mark.parametrize("seconds", ["9", "86401", "", "一分钟"])
def test_an_interval_out_of_reason_is_refused(schedule, seconds):
    admin = signed_in(Role.SYSTEM_ADMIN)
    answer = admin.post(change_address(), {"seconds": seconds, "enabled": "on"})
    assert answer.status_code == 200
    assert every(DELIVER) == 60


def test_nobody_adds_or_deletes_a_job_and_nobody_else_sees_them(schedule):
    admin = signed_in(Role.SYSTEM_ADMIN)
    assert admin.get(reverse("admin:django_celery_beat_periodictask_add")).status_code == 403
    task = PeriodicTask.objects.get(name=DELIVER)
    address = reverse("admin:django_celery_beat_periodictask_delete", args=[task.pk])
    assert admin.post(address, {"post": "yes"}).status_code == 403
    assert PeriodicTask.objects.filter(pk=task.pk).exists()


def test_the_office_does_not_reach_the_schedule(schedule):
    assert signed_in(Role.OFFICE).get(change_address()).status_code == 403


# -- what the settings promise -----------------------------------------------------------------------


def test_a_killed_worker_gives_its_job_back():
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1


def test_no_job_is_given_to_a_second_worker_while_it_may_still_run():
    assert app.conf.broker_transport_options["visibility_timeout"] > app.conf.task_time_limit


def test_publishing_fails_fast():
    assert app.conf.task_publish_retry is False
    options = app.conf.broker_transport_options
    assert options["socket_timeout"] <= 10
    assert options["socket_connect_timeout"] <= 5


def test_json_only():
    assert app.conf.task_serializer == "json"
    assert app.conf.accept_content == ["json"]


def test_beat_goes_by_the_database_and_notes_at_once():
    assert app.conf.beat_scheduler == "engine.beat:PortalScheduler"
    assert app.conf.beat_schedule == {}
    assert app.conf.beat_sync_every == 1
    assert app.conf.result_expires is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(86_400, "1 天"), (7_200, "2 小时"), (600, "10 分钟"), (90, "90 秒"), (60, "1 分钟")],
)
def test_how_often_a_job_runs_is_said_in_the_largest_unit(seconds: int, words: str):
    assert interval_words(timedelta(seconds=seconds)) == words
