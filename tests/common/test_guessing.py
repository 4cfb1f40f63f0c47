"""Guessing at secrets is stopped by address, for each purpose apart."""

from __future__ import annotations

from datetime import timedelta

import pytest

from common.guessing import Guesses, TooManyGuessesError
from common.models import WrongGuess
from tests.playing import at

pytestmark = pytest.mark.django_db

NOON = at("2022-08-24", 12)
DOORS = Guesses("doors", most=2)
WINDOWS = Guesses("windows", most=2, window=timedelta(hours=1))


def test_after_so_many_it_is_refused_until_they_are_old():
    for _time in range(2):
        DOORS.note_or_refuse(caller="10.0.0.1", now=NOON)
    with pytest.raises(TooManyGuessesError, match="15 分钟"):
        DOORS.note_or_refuse(caller="10.0.0.1", now=NOON + timedelta(minutes=14))
    DOORS.note_or_refuse(caller="10.0.0.2", now=NOON)
    DOORS.note_or_refuse(caller="10.0.0.1", now=NOON + timedelta(minutes=15))
    assert WrongGuess.objects.count() == 1


def test_one_purpose_neither_counts_for_another_nor_forgets_its_guesses():
    for _time in range(2):
        WINDOWS.note(caller="10.0.0.1", now=NOON)
    DOORS.refuse_too_many(caller="10.0.0.1", now=NOON)
    DOORS.note(caller="10.0.0.1", now=NOON + timedelta(minutes=30))
    with pytest.raises(TooManyGuessesError, match="60 分钟"):
        WINDOWS.refuse_too_many(caller="10.0.0.1", now=NOON + timedelta(minutes=30))
