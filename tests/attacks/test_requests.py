"""Requests no browser of an honest person sends: every answer has words, and none is a fault."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.test import Client

from tests.playing import load, person
from units.roles import Role

pytestmark = pytest.mark.django_db
WORDS = "这个请求无法处理"


@pytest.fixture
def office() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person(load().reviewing_unit_id, Role.OFFICE).user)
    return client


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE"])
def test_an_unused_method_is_refused_in_words(office, method):
    answer = office.generic(method, "/work/")
    assert answer.status_code == 405
    assert WORDS in answer.content.decode()


def test_a_page_that_only_shows_says_so_when_something_is_sent(office):
    answer = office.post("/work/")
    assert answer.status_code == 405
    assert WORDS in answer.content.decode()
    assert int(answer["Content-Length"]) == len(answer.content)


def test_a_foreign_host_name_is_refused_in_words(office):
    answer = office.get("/login/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert WORDS in answer.content.decode()


def test_a_null_character_is_refused_before_it_reaches_the_database(office):
    assert office.get("/inbox/?page=%00").status_code == 400
    office.cookies["sessionid"] = "abcdefgh\0ijklmnop"
    assert office.get("/work/").status_code == 400


def test_what_is_refused_before_any_page_is_refused_in_the_readers_language(office):
    office.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for answer in (
        office.generic("PUT", "/work/"),
        office.post("/work/"),
        office.get("/filings/7/do/sign_and_submit/"),
        office.get("/inbox/?page=%00"),
        office.get("/login/", headers={"Host": "evil.example"}),
    ):
        page = answer.content.decode()
        assert '<html lang="en"' in page
        assert "This request cannot be handled" in page
        assert WORDS not in page


@pytest.mark.parametrize("address", ["/", "/work/", "/inbox/", "/plans/"])
def test_no_page_stays_in_the_browser(office, address):
    assert "no-store" in office.get(address)["Cache-Control"]


def test_a_user_name_longer_than_any_is_refused(client):
    answer = client.post("/login/", {"username": "a" * 5000, "password": "x"})
    assert answer.status_code == 200
    assert answer.context["form"].has_error("username", "max_length")


def test_the_clock_stays_within_the_days_that_can_be_counted(office, settings):
    settings.REHEARSAL_CLOCK = date(2022, 8, 24)
    answer = office.post("/clock/", {"day": "9999-12-31", "hour": "23:00"})
    assert answer.status_code == 422
    assert "9999-12-31" in answer.content.decode()
    assert office.get("/clock/").status_code == 200
