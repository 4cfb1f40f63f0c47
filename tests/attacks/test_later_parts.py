"""What nobody's browser sends by itself: numbers that are none, words too long, years far away."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from common.fields import DayField
from motions.errors import PlanClosedError
from motions.models import Plan
from replies.models import Contact, Promise, RatingLink
from replies.services.roster import EntryContent, record_contact, save_entry
from tasks.closings import leaf_closings, stage_closings
from tests.answering import REPLIED_AT, Answering
from tests.playing import load
from tests.reports.closing import City

pytestmark = pytest.mark.django_db


def browser(who) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(who.user)
    return client


# -- rating links ------------------------------------------------------------------------------------


def test_a_number_that_is_none_makes_no_links_and_revokes_none(settings):
    settings.REHEARSAL_CLOCK = date(2022, 9, 15)
    answering = Answering(load())
    answering.issue()
    answering.links()
    before = RatingLink.objects.filter(revoked_at__isnull=True).count()
    address = reverse("rating_links", args=[answering.owed.pk])
    for number in ("", "0x1", "-1", "9" * 40, "二"):
        answer = browser(answering.keeper).post(address, {"number": number})
        assert answer.status_code == HTTPStatus.NOT_FOUND, number
    assert RatingLink.objects.filter(revoked_at__isnull=True).count() == before
    assert not RatingLink.objects.filter(revoked_at__isnull=False).exists()


# -- closing -----------------------------------------------------------------------------------------


@pytest.fixture
def city(settings) -> City:
    city = City()
    city.report(0)
    settings.REHEARSAL_CLOCK = city.after(0, 30).date()
    return city


def test_a_stage_is_not_closed_with_words_that_were_too_long_to_keep(city):
    words = "长" * 5_001
    address = reverse("stage_closing", args=[city.stages[0].pk, "close"])
    answer = browser(city.office).post(address, {"words": words})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in answer.content.decode()
    assert not stage_closings(city.plan).exists()


def test_nor_an_item_with_a_reason_that_was(city, settings):
    for stage in range(1, len(city.stages)):
        city.report(stage)
    settings.REHEARSAL_CLOCK = city.after(len(city.stages) - 1).date()
    despite = "长" * 5_001
    address = reverse("leaf_closing", args=[city.leaves[0].pk, "close"])
    typed = {"result": "met", "words": "已完成。", "despite": despite}
    answer = browser(city.office).post(address, typed)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert despite in answer.content.decode()
    assert not leaf_closings(city.plan).exists()


# -- an archive --------------------------------------------------------------------------------------


def test_nobody_notes_a_contact_in_an_archive(city):
    answering = Answering(city.plan)
    Plan.objects.filter(pk=city.plan.pk).update(status="closed")
    deputy = answering.owed.motion.deputies.first()
    with pytest.raises(PlanClosedError):
        record_contact(
            deputy_id=deputy.pk,
            met_on=date(2022, 9, 1),
            manner="visit",
            by_whom="王小敏",
            note="",
            **answering.does(answering.clerk, REPLIED_AT),
        )
    with pytest.raises(PlanClosedError):
        save_entry(
            deputy_id=deputy.pk, access=answering.keeper.access, content=EntryContent("张三")
        )
    assert not Contact.objects.exists()


# -- years far away ----------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["9999-12-31", "2202-09-30", "2100-01-01", "1999-12-31"])
def test_a_year_typed_wrong_is_no_day(typed):
    """Whoever counts working days up to it would count for seconds on every page."""
    field = DayField()
    with pytest.raises(Exception, match="应为 2022-08-31 这样的日期"):
        field.clean(typed)


def test_a_promise_for_another_century_comes_back_as_typed(settings):
    settings.REHEARSAL_CLOCK = date(2022, 9, 15)
    answering = Answering(load())
    answering.start()
    answer = answering.reply.answers.first()
    typed = {
        "revision": answer.revision,
        "order": answer.order,
        "heading": answer.heading,
        "text": "建成检测平台。",
        "answer_class": "B",
        "promise_text-0": "建成检测平台",
        "promise_unit-0": answering.host,
        "promise_due-0": "2202-12-31",
    }
    page = browser(answering.clerk).post(
        reverse("answer", args=[answering.owed.pk, answer.pk]), typed
    )
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "2202-12-31" in page.content.decode()
    assert not Promise.objects.exists()
