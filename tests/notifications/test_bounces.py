"""A mail address that bounces is flagged until it is mended or another takes its place."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from notifications.bounces import bounces_of, note_bounce
from notifications.models import Bounce
from tests.playing import at

FIRST, LATER = at("2022-08-24"), at("2022-08-25")
WORDS = "550 5.1.1 no such user"


@pytest.mark.django_db
def test_a_second_refusal_is_counted_and_its_words_stand():
    note_bounce(address="li@example.test", words="550 first", at=FIRST)
    note_bounce(address=" Li@Example.test", words=WORDS, at=LATER)
    row = Bounce.objects.get()
    assert (row.address, row.answer, row.times) == ("li@example.test", WORDS, 2)
    assert (row.since, row.last_at) == (FIRST, LATER)


@pytest.mark.django_db
def test_longer_words_than_there_is_room_for_are_cut_and_no_address_is_none():
    note_bounce(address="li@example.test", words="字" * 5000, at=FIRST)
    note_bounce(address="", words=WORDS, at=FIRST)
    assert len(Bounce.objects.get().answer) == 500


@pytest.mark.django_db
def test_the_flag_goes_with_the_address(li, wang, django_assert_num_queries):
    li.email = "Li@example.test"
    li.save()
    note_bounce(address="li@example.test", words=WORDS, at=FIRST)
    with django_assert_num_queries(1):
        assert bounces_of([li, wang]).keys() == {li.pk}
    li.email = "li.new@example.test"
    assert bounces_of([li, wang]) == {}


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_meet_it_at_once_note_one_address():
    def note(_number: int) -> None:
        note_bounce(address="li@example.test", words=WORDS, at=FIRST)
        connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(note, range(8)))
    assert Bounce.objects.get().times == 8
