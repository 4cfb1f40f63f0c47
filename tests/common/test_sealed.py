"""Secrets at rest: sealed, opened, sealed anew, and never in words."""

from __future__ import annotations

import pytest

from common.sealed import CannotBeOpenedError, masked, opened, seal, sealed_anew

OLD, NEW = "an old key, long enough to be one", "a new key, long enough to be one"
CONTENT = {"address": "https://robot.example/send?access_token=abc", "secret": "密钥"}


@pytest.fixture(autouse=True)
def old_key(settings):
    settings.SEALING_KEYS = [OLD]


def test_what_was_sealed_is_opened_and_cannot_be_read_without():
    sealed = seal(CONTENT)
    assert opened(sealed) == CONTENT
    assert "robot" not in sealed
    assert seal(CONTENT) != sealed  # nobody sees that two are alike


def test_a_key_is_changed_without_a_gap(settings):
    sealed = seal(CONTENT)
    settings.SEALING_KEYS = [NEW, OLD]
    assert opened(sealed) == CONTENT
    anew = sealed_anew(sealed)
    settings.SEALING_KEYS = [NEW]
    assert opened(anew) == CONTENT
    with pytest.raises(CannotBeOpenedError):
        opened(sealed)
    with pytest.raises(CannotBeOpenedError):
        sealed_anew(sealed)


@pytest.mark.parametrize("damaged", ["", "nonsense", "gAAAAA==", "密"])
def test_what_is_damaged_is_not_opened(damaged):
    with pytest.raises(CannotBeOpenedError):
        opened(damaged)


def test_words_hold_no_secret_as_it_is_or_quoted():
    words = masked("said abc/d and abc%2Fd and abc", ["abc/d", "abc", ""])
    assert words == "said ••• and ••• and •••"
