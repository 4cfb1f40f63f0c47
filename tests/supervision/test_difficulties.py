"""A difficulty from its report to its end, and every wrong move."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from common.errors import NotAllowedError, NotVisibleError
from events.errors import ReasonMissingError, WrongStateError
from events.models import Event
from motions.errors import PlanClosedError
from notifications.models import Message
from reminders.models import Audience
from reminders.people import people_for
from supervision.errors import (
    DayRefusedError,
    SeenTextError,
    UnitRefusedError,
    WordsMissingError,
    WordsTooLongError,
)
from supervision.models import Difficulty, Instruction
from supervision.services import answering, instructing
from supervision.workflow import DIFFICULTY_ENDED, DIFFICULTY_LIFE, DifficultyStatus, Status
from tasks.duties import duty_groups
from tasks.models import Obligation
from tests.playing import SECOND_CITY, at, load, person
from tests.supervision.cast import INSTRUCTED, open_duties, who_does
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from tests.supervision.cast import Cast

SENT_UP, INSTRUCTED_AT, ANSWERED_AT, DONE_AT = (
    at("2022-09-07"), at("2022-09-08"), at("2022-09-20"), at("2022-09-22"),
)  # fmt: skip


def inbox(user: object) -> list[str]:
    return [row.subject for row in Message.objects.inbox_of(user)]


def actions(row: object) -> list[str]:
    return [event.action for event in Event.objects.of(row)]


def test_from_report_to_closed(cast: Cast) -> None:
    row = cast.report()
    (owed,) = open_duties("difficulty")
    assert owed.unit_id == cast.plan.reviewing_unit_id
    assert owed.due_on == date(2022, 9, 13)  # five working days; 12 September is Mid-autumn
    assert len(inbox(cast.office.user)) == 1
    cast.send_up(row, SENT_UP)
    assert open_duties("difficulty") == []
    assert any("请批示" in words for words in inbox(cast.vice_mayor.user))
    (owed,) = open_duties("instructing")
    assert (owed.unit_id, owed.due_on) == (cast.plan.host_unit_id, date(2022, 9, 15))
    instruction = cast.instruct(row, INSTRUCTED_AT)
    assert open_duties("instructing") == []
    (owed,) = open_duties("instruction")
    assert (owed.unit_id, owed.due_on) == (cast.units[INSTRUCTED].pk, date(2022, 9, 30))
    cast.answer_instruction(instruction, ANSWERED_AT)
    owed.refresh_from_db()
    assert owed.met_at == ANSWERED_AT
    (owed,) = open_duties("instruction_check")
    assert (owed.unit_id, owed.due_on) == (cast.plan.reviewing_unit_id, date(2022, 9, 27))
    cast.confirm(instruction, DONE_AT)
    assert open_duties("instruction_check") == []
    row.refresh_from_db()
    instruction.refresh_from_db()
    assert (row.status, instruction.status) == (DifficultyStatus.CLOSED, Status.DONE)
    assert row.ended_at == DONE_AT
    assert any("已办结" in words for words in inbox(cast.vice_mayor.user))
    assert actions(row) == ["report", "send_up", "instruct", "close"]
    assert actions(instruction) == ["issue", "send_for_signature", "sign_and_send", "confirm"]


def test_the_office_solves_it_with_an_answer(cast: Cast) -> None:
    row = cast.report()
    cast.step("solve_difficulty", row, cast.office, SENT_UP, "已与自然资源局商定。")
    row.refresh_from_db()
    assert (row.status, row.ended_at) == (DifficultyStatus.SOLVED, SENT_UP)
    assert open_duties("difficulty") == []
    assert any("已答复解决" in words for words in inbox(cast.clerk.user))


def test_more_words_are_added_and_the_first_ones_stay(cast: Cast) -> None:
    row = cast.report()
    first = row.what
    cast.step("give_back_difficulty", row, cast.office, SENT_UP, "请写明亩数和地块。")
    assert open_duties("difficulty") == []
    (owed,) = open_duties("difficulty_words")
    assert owed.unit_id == row.unit_id
    cast.step("add_words", row, cast.clerk, INSTRUCTED_AT, "地块在城东，120 亩。")
    row.refresh_from_db()
    assert row.what == first
    assert row.status == DifficultyStatus.WITH_OFFICE
    assert open_duties("difficulty_words") == []
    assert [duty.key for duty in open_duties("difficulty")] == [f"difficulty/{row.pk}/2"]


def test_an_answer_given_back_is_owed_again(cast: Cast) -> None:
    row = cast.report()
    cast.send_up(row, SENT_UP)
    instruction = cast.instruct(row, INSTRUCTED_AT)
    cast.answer_instruction(instruction, ANSWERED_AT, "正在研究。")
    instructing.give_back_instruction(
        instruction_id=instruction.pk, reason="请写明方案。", **who_does(cast.office), now=DONE_AT
    )
    assert open_duties("instruction_check") == []
    (owed,) = open_duties("instruction")
    assert owed.due_on == date(2022, 9, 30)
    cast.answer_instruction(instruction, at("2022-09-28"), "方案已定。")
    assert instruction.answer == "方案已定。"
    said = Event.objects.of(instruction).filter(action="sign_and_send")
    assert [event.reason for event in said] == ["正在研究。", "方案已定。"]


def test_nothing_ends_without_an_answer_and_nothing_is_without_a_next_step(cast: Cast) -> None:
    """From every status that is not an end somebody has a step, and no step leads out of the life."""
    for status in DifficultyStatus:
        steps = DIFFICULTY_LIFE.open_to({"clerk", "office", "vice_mayor"}, status)
        assert bool(steps) == (status not in DIFFICULTY_ENDED), status
        assert {step.target for step in steps} <= set(DifficultyStatus)


# -- wrong moves -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"what": " "}, WordsMissingError),
        ({"tried": ""}, WordsMissingError),
        ({"asked_of": "长" * 201}, WordsTooLongError),
        ({"since_on": date(2022, 9, 6)}, DayRefusedError),
        ({"since_on": date(22, 9, 6)}, DayRefusedError),
        ({"key": "t5"}, NotVisibleError),
        ({"key": "no-such"}, NotVisibleError),
    ],
)
def test_a_report_is_refused_whole(cast: Cast, changed: dict, refusal: type) -> None:
    with pytest.raises(refusal):
        cast.report(**changed)
    assert not Difficulty.objects.exists()
    assert not Event.objects.exists()


def test_only_a_clerk_of_a_unit_of_the_leaf_reports(cast: Cast) -> None:
    for who in (cast.head, cast.office, cast.vice_mayor):
        with pytest.raises(NotAllowedError):
            cast.report(who=who)
    with pytest.raises(NotAllowedError):  # with one's own unit's number changed
        cast.report(who=cast.stranger)
    abroad = load(SECOND_CITY)
    theirs = Unit.objects.get(government=abroad.government, name="市财政局")
    with pytest.raises(NotVisibleError):
        cast.report(who=person(theirs, Role.CLERK), unit_id=theirs.pk)


STEPS = {
    "solve_difficulty": "office",
    "send_up_difficulty": "office",
    "give_back_difficulty": "office",
    "add_words": "clerk",
}


@pytest.mark.parametrize("verb", STEPS)
def test_a_step_by_somebody_else_is_refused(cast: Cast, verb: str) -> None:
    row = cast.report()
    for who in ("clerk", "head", "office", "bureau", "vice_mayor"):
        if who != STEPS[verb]:
            with pytest.raises(NotAllowedError):
                cast.step(verb, row, getattr(cast, who), SENT_UP, "理由")
    for stranger in (cast.stranger, cast.answering_clerk):
        with pytest.raises(NotVisibleError):
            cast.step(verb, row, stranger, SENT_UP, "理由")
    row.refresh_from_db()
    assert row.status == DifficultyStatus.WITH_OFFICE


@pytest.mark.parametrize("verb", ["solve_difficulty", "send_up_difficulty", "give_back_difficulty"])
def test_words_are_needed_and_a_second_time_is_refused(cast: Cast, verb: str) -> None:
    row = cast.report()
    with pytest.raises(ReasonMissingError):
        cast.step(verb, row, cast.office, SENT_UP, "  ")
    cast.step(verb, row, cast.office, SENT_UP, "理由")
    with pytest.raises(WrongStateError):
        cast.step(verb, row, cast.office, SENT_UP, "理由")
    assert len(actions(row)) == 2


def test_who_reported_does_not_handle_it(cast: Cast) -> None:
    """Clerk of a unit and member of the office at once."""
    both = person(cast.units["市商务局"], Role.CLERK, name="兼职")
    Unit.objects.get(pk=cast.plan.reviewing_unit_id).memberships.create(
        user=both.user, role=Role.OFFICE
    )
    both = person(cast.units["市商务局"], Role.CLERK, name="兼职")
    row = cast.report(who=both)
    with pytest.raises(NotAllowedError):
        cast.step("solve_difficulty", row, both, SENT_UP, "理由")
    cast.step("solve_difficulty", row, cast.office, SENT_UP, "理由")


def test_only_the_vice_mayor_instructs_and_only_what_was_sent_up(cast: Cast) -> None:
    row = cast.report()
    with pytest.raises(WrongStateError):
        cast.instruct(row, SENT_UP)
    cast.send_up(row, SENT_UP)
    for who in (cast.office, cast.bureau, cast.clerk):
        with pytest.raises(NotAllowedError):
            cast.instruct(row, INSTRUCTED_AT, who=who)
    abroad = load(SECOND_CITY)
    for changed, refusal in (
        ({"text": " "}, WordsMissingError),
        ({"due_on": date(2022, 9, 7)}, DayRefusedError),
        ({"unit_id": abroad.host_unit_id}, UnitRefusedError),
        ({"unit_id": 0}, UnitRefusedError),
    ):
        with pytest.raises(refusal):
            cast.instruct(row, INSTRUCTED_AT, **changed)
    foreign = person(abroad.host_unit_id, Role.VICE_MAYOR)
    with pytest.raises(NotVisibleError):
        cast.instruct(row, INSTRUCTED_AT, who=foreign)
    assert not Instruction.objects.exists()
    cast.instruct(row, INSTRUCTED_AT)
    with pytest.raises(WrongStateError):
        cast.instruct(row, INSTRUCTED_AT)


def test_of_several_vice_mayors_the_leader_of_the_leading_group_instructs(cast: Cast) -> None:
    named = person(cast.plan.host_unit_id, Role.VICE_MAYOR, name="王 国庆")
    row = cast.report()
    cast.send_up(row, SENT_UP)
    assert not any("请批示" in words for words in inbox(cast.vice_mayor.user))
    assert any("请批示" in words for words in inbox(named.user))
    kinds = {
        who: [group.kind for group in duty_groups(who.access, SENT_UP.date())]
        for who in (cast.vice_mayor, named)
    }
    assert kinds == {cast.vice_mayor: [], named: ["困难批示"]}
    (owed,) = open_duties("instructing")
    told = people_for([owed], SENT_UP.date()).of(owed, Audience.VICE_MAYOR)
    assert told == [named.user]
    with pytest.raises(NotAllowedError):
        cast.instruct(row, INSTRUCTED_AT)
    cast.instruct(row, INSTRUCTED_AT, who=named)


def test_of_several_vice_mayors_of_whom_none_is_named_every_one_instructs(cast: Cast) -> None:
    other = person(cast.plan.host_unit_id, Role.VICE_MAYOR, name="另一位副市长")
    row = cast.report()
    cast.send_up(row, SENT_UP)
    for who in (cast.vice_mayor, other):
        assert any("请批示" in words for words in inbox(who.user))
        assert [group.kind for group in duty_groups(who.access, SENT_UP.date())] == ["困难批示"]
    cast.instruct(row, INSTRUCTED_AT, who=other)


def test_the_answer_is_the_units_own_affair(cast: Cast) -> None:
    row = cast.report()
    cast.send_up(row, SENT_UP)
    instruction = cast.instruct(row, INSTRUCTED_AT)
    to = answering.TO_INSTRUCTION
    draft = {"to": to, "row_id": instruction.pk, "text": "草稿", "revision": 0}
    for who, refusal in (
        (cast.answering_head, NotAllowedError),
        (cast.office, NotAllowedError),
        (cast.vice_mayor, NotAllowedError),
        (cast.clerk, NotVisibleError),
        (cast.stranger, NotVisibleError),
    ):
        with pytest.raises(refusal):
            answering.save_answer(**draft, access=who.access)
    answering.save_answer(**draft, access=cast.answering_clerk.access)
    with pytest.raises(SeenTextError):  # a colleague saved in between
        answering.save_answer(**draft, access=cast.answering_clerk.access)
    with pytest.raises(WordsMissingError):
        answering.send_answer_for_signature(
            **draft | {"text": "", "revision": 1}, **who_does(cast.answering_clerk), now=ANSWERED_AT
        )
    with pytest.raises(WordsTooLongError):
        answering.save_answer(
            **draft | {"text": "长" * 5_001, "revision": 1}, access=cast.answering_clerk.access
        )
    with pytest.raises(WrongStateError):
        cast.confirm(instruction, DONE_AT)
    with pytest.raises(WrongStateError):
        answering.sign_and_send_answer(
            to=to,
            row_id=instruction.pk,
            revision=1,
            **who_does(cast.answering_head),
            now=ANSWERED_AT,
        )


def test_a_delegate_signs_no_answer_that_they_wrote(cast: Cast) -> None:
    row = cast.report()
    cast.send_up(row, SENT_UP)
    instruction = cast.instruct(row, INSTRUCTED_AT)
    to = answering.TO_INSTRUCTION
    access = replace(
        cast.answering_clerk.access,
        grants=tuple(
            replace(grant, role=role, acting_for=head)
            for grant in cast.answering_clerk.access.grants
            for role, head in ((Role.CLERK, ""), (Role.HEAD, "局长"))
        ),
    )
    answering.save_answer(to=to, row_id=instruction.pk, text="一稿", revision=0, access=access)
    colleague = person(cast.units[INSTRUCTED], Role.CLERK, name="另一位经办人")
    answering.send_answer_for_signature(
        to=to,
        row_id=instruction.pk,
        text="一稿，改过",
        revision=1,
        **who_does(colleague),
        now=ANSWERED_AT,
    )
    signing = {"to": to, "row_id": instruction.pk, "revision": 2, "now": ANSWERED_AT}
    with pytest.raises(NotAllowedError):
        answering.sign_and_send_answer(**signing, by=cast.answering_clerk.user, access=access)
    answering.sign_and_send_answer(**signing, **who_does(cast.answering_head))


def test_the_head_signs_what_was_on_the_screen(cast: Cast) -> None:
    row = cast.report()
    cast.send_up(row, SENT_UP)
    instruction = cast.instruct(row, INSTRUCTED_AT)
    to = answering.TO_INSTRUCTION
    who = who_does(cast.answering_clerk)
    answering.send_answer_for_signature(
        to=to, row_id=instruction.pk, text="一稿", revision=0, **who, now=ANSWERED_AT
    )
    answering.recall_answer(to=to, row_id=instruction.pk, **who, now=ANSWERED_AT)
    answering.send_answer_for_signature(
        to=to, row_id=instruction.pk, text="二稿", revision=1, **who, now=ANSWERED_AT
    )
    with pytest.raises(SeenTextError):
        answering.sign_and_send_answer(
            to=to,
            row_id=instruction.pk,
            revision=1,
            **who_does(cast.answering_head),
            now=ANSWERED_AT,
        )
    instruction.refresh_from_db()
    assert (instruction.status, instruction.answer) == (Status.AWAITING_SIGNATURE, "")


def test_two_offices_people_at_once_leave_one_decision(cast: Cast) -> None:
    row = cast.report()
    cast.step("give_back_difficulty", row, cast.office, SENT_UP, "请补充。")
    with pytest.raises(WrongStateError):
        cast.step(
            "solve_difficulty",
            row,
            person(cast.plan.reviewing_unit_id, Role.OFFICE, name="办公室另一位"),
            SENT_UP,
            "已解决。",
        )
    assert Obligation.objects.filter(kind="difficulty_words").count() == 1


def test_nothing_is_done_in_an_archived_plan(cast: Cast) -> None:
    row, notice, bulletin = cast.report(), cast.issue(SENT_UP), cast.draw_up(SENT_UP)
    cast.plan.status, cast.plan.closed_at = "closed", SENT_UP
    cast.plan.save()
    moves = (
        cast.report,
        lambda: cast.step("solve_difficulty", row, cast.office, SENT_UP, "理由"),
        lambda: cast.issue(SENT_UP, cause=f"pace-{cast.leaf.pk}"),
        lambda: cast.raise_to(notice, "yellow", SENT_UP),
        lambda: cast.write(bulletin, SENT_UP),
        lambda: cast.draw_up(SENT_UP),
    )
    for move in moves:
        with pytest.raises(PlanClosedError):
            move()
