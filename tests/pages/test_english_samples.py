"""The pages of the sample people in English, on the first day and in the demo."""

from __future__ import annotations

import pytest

from notifications.selectors import MAILBOX_BACKEND
from tests import states
from tests.pages.hiding import NOT_PAGES, chinese_in, client_of, hidden, hide_data
from tests.playing import FIRST_DAY
from units import demo as demo_people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_catalogue")]


@pytest.mark.full
@pytest.mark.parametrize("state", [states.first_day, states.demo])
def test_every_page_of_the_sample_people_is_in_english(settings, monkeypatch, state):
    settings.REHEARSAL_CLOCK = FIRST_DAY
    settings.EMAIL_BACKEND = MAILBOX_BACKEND
    scene = state()
    hide_data()
    people = hidden(demo_people._content())  # the sign-in page reads them from their file
    monkeypatch.setattr(demo_people, "_content", lambda: people)
    left = [
        f"{visit.name} by {visit.role}: {sorted(words)}"
        for visit in states.visits(scene)
        if visit.name not in NOT_PAGES
        and (words := chinese_in(client_of(scene, visit.role).get(visit.address)))
    ]
    assert left == []
