"""Chases and notices: one path of colours, answered, checked, closed, reviewed; and every wrong move."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError

from common.errors import NotAllowedError, NotVisibleError
from events.errors import ReasonMissingError, WrongStateError
from events.models import Event
from supervision.errors import (
    AlreadyOpenError,
    CauseMetError,
    CheckFirstError,
    DayRefusedError,
    LevelRefusedError,
    NoWatchError,
    RedNeedsWatchError,
    ReviewedAlreadyError,
    ReviewEndedError,
    ReviewOpenError,
    ReviewTooLateError,
    WatchRunningError,
    WordsMissingError,
)
from supervision.models import Notice, NoticeIssue, NoticeReview
from supervision.permissions import notice_steps
from supervision.selectors.notices import late_proposals, open_notices
from supervision.workflow import Level, ReviewStatus, Status
from tasks.models import Obligation
from tests.playing import SECOND_CITY, at, load, person
from tests.supervision.cast import open_duties
from units.roles import Role

if TYPE_CHECKING:
    from tests.supervision.cast import Cast

ISSUED, CHECKED = at("2022-09-06"), at("2022-09-26")


def actions(row: Any) -> list[str]:
    return [event.action for event in Event.objects.of(row)]


def test_up_the_path_and_closed_after_the_watch(cast: Cast) -> None:
    row = cast.issue(at("2022-09-01"), "chase")
    for level, day in (("blue", "2022-09-09"), ("yellow", "2022-09-19"), ("red", "2022-09-27")):
        cast.raise_to(row, level, at(day))
        (owed,) = open_duties("notice")  # what was owed for the colour before is withdrawn
        assert owed.unit_id == row.unit_id
    assert [issue.level for issue in row.issues.all()] == list(Level)
    cast.answer_notice(row, at("2022-09-30"))
    assert open_duties("notice") == []
    (owed,) = open_duties("notice_check")  # five working days; 8 and 9 October are make-up days
    assert (owed.unit_id, owed.due_on) == (cast.plan.supervisor_unit_id, date(2022, 10, 12))
    cast.check("begin_watch", row, at("2022-10-08"), reason="已补报，内容齐全。")
    assert open_duties("notice_check") == []
    (owed,) = open_duties("notice_closing")  # three working days after the watch
    assert (owed.unit_id, owed.due_on) == (cast.plan.supervisor_unit_id, date(2022, 11, 8))
    row.refresh_from_db()
    assert (row.status, row.level) == (Status.WATCHED, Level.YELLOW)
    assert row.watch_until == date(2022, 11, 3)  # twenty working days; 9 October is a make-up day
    for day in ("2022-10-09", "2022-11-03"):
        with pytest.raises(WatchRunningError, match="2022年11月3日"):
            cast.check("close_notice", row, at(day))
    cast.check("close_notice", row, at("2022-11-04"))
    row.refresh_from_db()
    assert (row.status, row.ended_at) == (Status.CLOSED, at("2022-11-04"))
    assert not Obligation.objects.open().filter(kind__startswith="notice").exists()
    assert actions(row) == [
        "issue", "raise", "raise", "raise", "send_for_signature", "sign_and_send",
        "made_good_and_watch", "close",
    ]  # fmt: skip
    assert next(event.reason for event in Event.objects.of(row)) == "请立即报送。"


def test_a_blue_one_made_good_is_closed_at_once_and_may_come_again(cast: Cast) -> None:
    row = cast.issue(ISSUED)
    cast.answer_notice(row, at("2022-09-08"))
    cast.check("find_made_good", row, at("2022-09-09"), reason="属实。")
    row.refresh_from_db()
    assert row.status == Status.CLOSED
    again = cast.issue(at("2022-09-15"))
    assert again.pk != row.pk


def test_an_answer_that_does_not_do_is_owed_again_and_can_be_raised(cast: Cast) -> None:
    row = cast.issue(ISSUED)
    cast.answer_notice(row, at("2022-09-08"))
    with pytest.raises(CheckFirstError):
        cast.raise_to(row, "yellow", at("2022-09-09"))
    cast.check("find_not_made_good", row, at("2022-09-09"), reason="没有报送，只有说明。")
    assert open_duties("notice_check") == []
    (owed,) = open_duties("notice")
    assert owed.due_on == date(2022, 9, 19)
    cast.raise_to(row, "yellow", at("2022-09-20"))
    owed.refresh_from_db()
    assert owed.withdrawn_at == at("2022-09-20")
    assert "黄色" in owed.reason


def test_not_made_good_the_next_colour_waits_for_the_new_date(cast: Cast) -> None:
    row = cast.issue(ISSUED)  # to be answered by 13 September
    cast.answer_notice(row, at("2022-09-08"))
    cast.check("find_not_made_good", row, at("2022-09-14"), reason="没有报送。")
    (owed,) = open_duties("notice")
    assert owed.due_on == date(2022, 9, 21)
    assert row.unit.name not in proposals(cast, "2022-09-21")
    assert proposals(cast, "2022-09-22")[row.unit.name] == ("red", "yellow")


def test_a_relapse_in_the_watch_goes_up_to_red_again(cast: Cast) -> None:
    row = cast.red()
    cast.answer_notice(row, at("2022-09-24"))
    cast.check("begin_watch", row, CHECKED, reason="属实。")
    cast.raise_to(row, "red", at("2022-10-10"))
    row.refresh_from_db()
    assert (row.status, row.level, row.watch_until) == (Status.OPEN, Level.RED, None)
    assert open_duties("notice_closing") == []
    assert "红色" in Obligation.objects.get(kind="notice_closing").reason


def test_withdrawn_after_the_answer_nobody_owes_a_check(cast: Cast) -> None:
    row = cast.issue(ISSUED)
    cast.answer_notice(row, at("2022-09-08"))
    cast.check("withdraw_notice", row, at("2022-09-09"), reason="发错了。")
    assert open_duties("notice_check") == []


# -- wrong moves -------------------------------------------------------------------------------------


def test_never_two_open_at_once_for_one_cause(cast: Cast) -> None:
    first = cast.issue(ISSUED)
    with pytest.raises(AlreadyOpenError, match="阶段报告"):
        cast.issue(at("2022-09-07"), who=cast.colleague)
    assert Notice.objects.count() == 1
    assert NoticeIssue.objects.count() == 1
    twin = Notice.objects.get(pk=first.pk)
    twin.pk = None
    with pytest.raises(IntegrityError):
        twin.save()


@pytest.mark.parametrize("level", ["yellow", "red", "green"])
def test_a_path_begins_with_a_chase_or_in_blue(cast: Cast, level: str) -> None:
    with pytest.raises(LevelRefusedError):
        cast.issue(ISSUED, level)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("level", ["chase", "blue", "red", "nonsense"])
def test_colours_go_up_one_step_at_a_time(cast: Cast, level: str) -> None:
    row = cast.issue(ISSUED)
    with pytest.raises(LevelRefusedError):
        cast.raise_to(row, level, at("2022-09-14"))
    cast.raise_to(row, "yellow", at("2022-09-14"))
    with pytest.raises(LevelRefusedError):  # a colleague pressed the same button
        cast.raise_to(row, "yellow", at("2022-09-14"), who=cast.colleague)
    row.refresh_from_db()
    assert row.level == Level.YELLOW


def test_nothing_goes_above_red(cast: Cast) -> None:
    row = cast.red()
    for level in Level:
        with pytest.raises(LevelRefusedError):
            cast.raise_to(row, level, at("2022-10-10"))


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"text": " "}, WordsMissingError),
        ({"due_on": date(2022, 9, 6)}, DayRefusedError),
        ({"cause": "owed-0"}, NotVisibleError),
        ({"cause": "pace-0"}, NotVisibleError),
        ({"cause": ""}, NotVisibleError),
        ({"plan_id": 0}, NotVisibleError),
    ],
)
def test_an_issue_is_refused_whole(cast: Cast, changed: dict[str, Any], refusal: type) -> None:
    with pytest.raises(refusal):
        cast.issue(ISSUED, **changed)
    assert not Notice.objects.exists()
    assert open_duties("notice") == []


def test_what_is_done_or_nobodys_business_is_not_supervised(cast: Cast) -> None:
    owed = cast.missing
    owed.met_at = at("2022-09-05")
    owed.save()
    with pytest.raises(CauseMetError):
        cast.issue(ISSUED)
    part = Obligation.objects.filter(plan=cast.plan, kind="part")[0]
    with pytest.raises(NotVisibleError):
        cast.issue(ISSUED, cause=f"owed-{part.pk}")


def test_only_the_bureau_of_the_plan_issues(cast: Cast) -> None:
    for who in (cast.office, cast.vice_mayor, cast.clerk, cast.head):
        with pytest.raises(NotAllowedError):
            cast.issue(ISSUED, who=who)
    abroad = load(SECOND_CITY)
    with pytest.raises(NotVisibleError):
        cast.issue(ISSUED, who=person(abroad.supervisor_unit_id, Role.SUPERVISOR))


def test_checks_are_the_bureaus_and_need_words(cast: Cast) -> None:
    row = cast.issue(ISSUED)
    verbs = ("find_made_good", "find_not_made_good")
    for verb in verbs:
        with pytest.raises(WrongStateError):
            cast.check(verb, row, CHECKED, reason="属实。")
    cast.answer_notice(row, at("2022-09-08"))
    for verb in verbs:
        for who in (cast.head, cast.office, cast.vice_mayor):
            with pytest.raises(NotAllowedError):
                cast.check(verb, row, CHECKED, who, reason="属实。")
        with pytest.raises(NotVisibleError):
            cast.check(verb, row, CHECKED, cast.stranger, reason="属实。")
        with pytest.raises(ReasonMissingError):
            cast.check(verb, row, CHECKED, reason="")
    with pytest.raises(NoWatchError):
        cast.check("begin_watch", row, CHECKED, reason="属实。")
    with pytest.raises(WrongStateError):
        cast.check("close_notice", row, CHECKED)
    cast.check("find_made_good", row, CHECKED, reason="属实。")
    with pytest.raises(WrongStateError):
        cast.check("find_made_good", row, CHECKED, reason="属实。")


def test_a_red_one_is_never_closed_without_the_watch(cast: Cast) -> None:
    row = cast.red()
    cast.answer_notice(row, at("2022-09-24"))
    with pytest.raises(RedNeedsWatchError):
        cast.check("find_made_good", row, CHECKED, reason="属实。")
    row.refresh_from_db()
    assert row.status == Status.ANSWERED


# -- review ------------------------------------------------------------------------------------------


def test_a_review_upheld_or_withdrawn_by_somebody_else(cast: Cast) -> None:
    row = cast.issue(ISSUED)
    cast.review("ask_review", row, at("2022-09-10"), cast.head)
    (owed,) = open_duties("notice_review")
    assert (owed.unit_id, owed.due_on) == (cast.plan.supervisor_unit_id, date(2022, 10, 10))
    for verb in ("uphold_notice", "withdraw_on_review"):
        for who in (cast.bureau, cast.head, cast.office, cast.vice_mayor):
            with pytest.raises(NotAllowedError):
                cast.review(verb, row, CHECKED, who)
        with pytest.raises(ReasonMissingError):
            cast.review(verb, row, CHECKED, cast.colleague, " ")
    with pytest.raises(ReviewOpenError):
        cast.check("withdraw_notice", row, CHECKED, reason="发错了。")
    cast.review("withdraw_on_review", row, CHECKED, cast.colleague, "该局确已报送。")
    row.refresh_from_db()
    assert (row.status, row.ended_at) == (Status.WITHDRAWN, CHECKED)
    assert open_duties("notice") == open_duties("notice_review") == []
    assert "该局确已报送。" in Obligation.objects.get(kind="notice").reason
    with pytest.raises(WrongStateError):
        cast.review("uphold_notice", row, CHECKED, cast.colleague)


def test_who_checked_does_not_review(cast: Cast) -> None:
    row = cast.issue(ISSUED)
    cast.answer_notice(row, at("2022-09-08"))
    cast.check("find_not_made_good", row, at("2022-09-09"), cast.colleague, reason="不属实。")
    cast.review("ask_review", row, at("2022-09-12"), cast.head)
    with pytest.raises(NotAllowedError):
        cast.review("uphold_notice", row, CHECKED, cast.colleague)
    third = person(cast.plan.supervisor_unit_id, Role.SUPERVISOR, name="督查局第三位")
    cast.review("uphold_notice", row, CHECKED, third)
    assert NoticeReview.objects.get().status == ReviewStatus.UPHELD
    row.refresh_from_db()
    assert row.status == Status.OPEN


def test_a_review_is_asked_for_once_in_time_and_by_the_head(cast: Cast) -> None:
    row = cast.issue(ISSUED)
    for who in (cast.clerk, cast.bureau, cast.office):
        with pytest.raises(NotAllowedError):
            cast.review("ask_review", row, CHECKED, who)
    with pytest.raises(WordsMissingError):
        cast.review("ask_review", row, CHECKED, cast.head, "")
    with pytest.raises(ReviewTooLateError, match="2022年10月6日"):
        cast.review("ask_review", row, at("2022-10-07"), cast.head)
    cast.review("ask_review", row, at("2022-10-06", 23), cast.head)
    with pytest.raises(ReviewedAlreadyError):
        cast.review("ask_review", row, at("2022-10-06", 23), cast.head)
    assert len(open_duties("notice_review")) == 1


def test_a_closed_one_can_still_be_taken_back(cast: Cast) -> None:
    row = cast.issue(ISSUED)
    cast.answer_notice(row, at("2022-09-08"))
    cast.check("find_made_good", row, at("2022-09-09"), reason="属实。")
    cast.review("ask_review", row, at("2022-09-20"), cast.head)
    cast.review("withdraw_on_review", row, CHECKED, cast.colleague)
    row.refresh_from_db()
    assert (row.status, row.ended_at) == (Status.WITHDRAWN, at("2022-09-09"))


def test_under_review_it_neither_goes_up_nor_is_it_proposed(cast: Cast) -> None:
    row = cast.issue(ISSUED)
    cast.review("ask_review", row, at("2022-09-12"), cast.head)
    assert not {"raise", "withdraw"} & {
        step.action for step in notice_steps(cast.bureau.access, row)
    }
    assert row.unit.name not in proposals(cast, "2022-09-20")
    with pytest.raises(ReviewOpenError):
        cast.raise_to(row, "yellow", at("2022-09-20"))
    cast.review("uphold_notice", row, at("2022-09-20"), cast.colleague)
    assert open_duties("notice_review") == []
    assert proposals(cast, "2022-09-20")[row.unit.name] == ("red", "yellow")
    cast.raise_to(row, "yellow", at("2022-09-20"))
    second = cast.review("ask_review", row, at("2022-09-21"), cast.head)
    third = person(cast.plan.supervisor_unit_id, Role.SUPERVISOR, name="督查局第三位")
    cast.review("uphold_notice", row, at("2022-09-22"), third)
    second.refresh_from_db()
    assert second.status == ReviewStatus.UPHELD
    assert not NoticeReview.objects.filter(status=ReviewStatus.ASKED).exists()


def test_no_review_of_what_was_withdrawn(cast: Cast) -> None:
    row = cast.issue(ISSUED)
    cast.check("withdraw_notice", row, at("2022-09-07"), reason="发错了。")
    with pytest.raises(ReviewEndedError):
        cast.review("ask_review", row, at("2022-09-08"), cast.head)
    assert open_duties("notice_review") == []


# -- proposals ---------------------------------------------------------------------------------------


def proposals(cast: Cast, day: str) -> dict[str, tuple[str, str]]:
    """By unit: degree and step, for what was due by the end of August."""
    today = date.fromisoformat(day)
    rows = late_proposals(cast.plan, open_notices(cast.plan), today)
    return {row.cause.unit.name: (row.degree, row.level) for row in rows}


@pytest.mark.parametrize(
    ("day", "degree", "level"),
    [
        ("2022-09-01", "chase", "chase"),
        ("2022-09-02", "chase", "chase"),
        ("2022-09-05", "blue", "blue"),
        ("2022-09-07", "yellow", "blue"),
        ("2022-09-15", "red", "blue"),
    ],
)
def test_what_is_late_is_proposed_by_its_degree(
    cast: Cast, day: str, degree: str, level: str
) -> None:
    """Due on Wednesday, 31 August; 3, 5 and 10 working days on; 12 September is Mid-autumn."""
    found = proposals(cast, day)
    assert len(found) == 7
    assert set(found.values()) == {(degree, level)}


def test_the_next_colour_is_proposed_once_the_last_was_not_answered_in_time(cast: Cast) -> None:
    assert proposals(cast, "2022-08-31") == {}
    row = cast.issue(ISSUED)  # answer due on 13 September
    unit = row.unit.name
    assert unit not in proposals(cast, "2022-09-13")
    assert proposals(cast, "2022-09-14")[unit] == ("yellow", "yellow")
    cast.answer_notice(row, at("2022-09-14"))
    assert unit not in proposals(cast, "2022-09-15")


def test_the_portal_sends_none_by_itself(cast: Cast) -> None:
    assert proposals(cast, "2022-09-15")
    assert not Notice.objects.exists()


def test_what_came_in_is_not_proposed(cast: Cast) -> None:
    owed = cast.missing
    owed.met_at = at("2022-09-10")
    owed.save()
    assert owed.unit.name not in proposals(cast, "2022-09-15")
