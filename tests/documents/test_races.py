"""Two people, or one double click, at the very same moment. Needs PostgreSQL."""

from __future__ import annotations

import pytest
from django.db import connection

from documents.models import IssuedDocument, IssuedNumber
from tests.documents.press import LATER, NUMBER
from tests.reports.test_races import all_at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has no row locks: one writer at a time"
    ),
]
REFUSED = {"AlreadyIssuedError", "IssuedMeanwhileError"}


@pytest.fixture
def press(transactional_db, press):
    return press


def test_issuing_at_once_makes_one_version(press):
    *refused, done = all_at_once(*[press.issue] * 4)
    assert done == "done"
    assert set(refused) <= REFUSED
    assert [(row.version, row.number) for row in IssuedDocument.objects.all()] == [(1, NUMBER)]
    press.text = "改过。"
    *refused, done = all_at_once(*[lambda: press.issue(LATER)] * 4)
    assert done == "done"
    assert set(refused) <= REFUSED
    assert sorted(IssuedDocument.objects.values_list("version", flat=True)) == [1, 2]


def test_letters_at_once_are_issued_once_each(press):
    calls = [lambda: press.letters("甲代表", "乙代表", "丙代表")] * 3
    *refused, done = all_at_once(*calls)
    assert done == "done"
    assert set(refused) <= REFUSED
    assert sorted(IssuedDocument.objects.values_list("part", flat=True)) == [
        "第1件",
        "第2件",
        "第3件",
    ]


def test_one_number_for_two_subjects_at_once_is_used_once(press):
    calls = [lambda subject=subject: press.issue(subject=subject) for subject in press.subjects[:2]]
    assert all_at_once(*calls) == ["NumberTakenError", "done"]
    assert IssuedNumber.objects.count() == IssuedDocument.objects.count() == 1
