"""Two people at the very same moment. Row locks need PostgreSQL."""

from __future__ import annotations

import pytest
from django.db import connection

from supervision.models import Instruction, Notice, NoticeIssue
from supervision.services import answering
from supervision.workflow import Level
from tests.playing import at
from tests.reports.test_races import all_at_once
from tests.supervision.cast import Cast, open_duties, who_does

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has no row locks: one writer at a time"
    ),
]
NOW, LATER = at("2022-09-06"), at("2022-09-15")


@pytest.fixture
def cast() -> Cast:
    return Cast()


def test_one_case_is_opened_and_raised_once(cast: Cast) -> None:
    outcome = all_at_once(
        lambda: cast.issue(NOW),
        lambda: cast.issue(NOW, who=cast.colleague),
        lambda: cast.issue(NOW, "chase"),
    )
    assert outcome == ["AlreadyOpenError", "AlreadyOpenError", "done"]
    row = Notice.objects.get()
    if row.level == Level.CHASE:
        cast.raise_to(row, "blue", NOW)
    before = NoticeIssue.objects.count()
    outcome = all_at_once(
        lambda: cast.raise_to(row, "yellow", LATER),
        lambda: cast.raise_to(row, "yellow", LATER, who=cast.colleague),
    )
    assert outcome == ["LevelRefusedError", "done"]
    assert NoticeIssue.objects.count() == before + 1
    assert len(open_duties("notice")) == 1


def test_one_decision_one_instruction_one_answer(cast: Cast) -> None:
    row = cast.report()
    outcome = all_at_once(
        lambda: cast.send_up(row, NOW),
        lambda: cast.step("solve_difficulty", row, cast.office, NOW, "已解决。"),
        lambda: cast.step("give_back_difficulty", row, cast.office, NOW, "请补充。"),
    )
    assert outcome == ["WrongStateError", "WrongStateError", "done"]
    again = cast.report()
    cast.send_up(again, NOW)
    instructing = [lambda: cast.instruct(again, NOW)] * 3
    assert all_at_once(*instructing) == ["WrongStateError", "WrongStateError", "done"]
    instruction = Instruction.objects.get()
    saving = {"to": answering.TO_INSTRUCTION, "row_id": instruction.pk, "revision": 0}
    outcome = all_at_once(
        *[
            lambda text=text: answering.save_answer(
                **saving, text=text, access=cast.answering_clerk.access
            )
            for text in ("甲写的。", "乙写的。")
        ]
    )
    assert outcome == ["SeenTextError", "done"]
    answering.send_answer_for_signature(
        **saving | {"revision": 1}, text="定稿。", **who_does(cast.answering_clerk), now=NOW
    )
    signing = {"to": answering.TO_INSTRUCTION, "row_id": instruction.pk, "revision": 2}
    sign = [
        lambda: answering.sign_and_send_answer(**signing, **who_does(cast.answering_head), now=NOW)
    ] * 2
    assert all_at_once(*sign) == ["WrongStateError", "done"]


def test_two_bulletins_issued_at_once_never_share_a_number(cast: Cast) -> None:
    rows = [cast.draw_up(NOW), cast.draw_up(NOW)]
    for row in rows:
        cast.of_bulletin("send_bulletin_for_approval", row, NOW, cast.bureau)
        cast.of_bulletin("approve_bulletin", row, NOW, cast.colleague, revision=0)
    outcome = all_at_once(
        *[lambda row=row: cast.of_bulletin("issue_bulletin", row, NOW, cast.bureau) for row in rows]
    )
    assert outcome in (["NumberTakenError", "done"], ["done", "done"])
    for row in rows:
        row.refresh_from_db()
    numbers = sorted(row.number for row in rows if row.number)
    assert numbers == list(range(1, len(numbers) + 1))
