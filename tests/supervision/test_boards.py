"""What stood on the board, in the ledger, the workbook and the PDF, now and at every past moment."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dashboards.bulletin import draft_of, is_done
from dashboards.standing import plan_standing
from dashboards.standing.shapes import Scope
from dashboards.supervision import holder_words
from motions.workflow import Result
from supervision.services import instructing
from supervision.workflow import DifficultyStatus, Level, ReviewStatus, Status
from tasks.models import LeafClosing
from tests.exports.faces import Faces, Page
from tests.playing import SECOND_CITY, at, load
from tests.supervision.cast import INSTRUCTED, REPORTING, Cast, who_does

if TYPE_CHECKING:
    from datetime import datetime

    from dashboards.standing import PlanStanding

pytestmark = pytest.mark.django_db
OCTOBER = date(2022, 10, 28)


@pytest.fixture
def told(cast: Cast, settings: Any) -> Cast:
    """A difficulty instructed, answered and closed; a path up to red, made good and closed."""
    settings.REHEARSAL_CLOCK = OCTOBER
    row = cast.report(at("2022-09-05"))
    cast.step("give_back_difficulty", row, cast.office, at("2022-09-06"), "请写明亩数。")
    cast.step("add_words", row, cast.clerk, at("2022-09-07"), "120 亩。")
    cast.send_up(row, at("2022-09-08"))
    instruction = cast.instruct(row, at("2022-09-09"))
    cast.answer_instruction(instruction, at("2022-09-20"))
    cast.confirm(instruction, at("2022-09-21"))
    notice = cast.red()  # 6, 14 and 22 September
    cast.answer_notice(notice, at("2022-09-24"))
    cast.check("begin_watch", notice, at("2022-09-26"), reason="已补报。")
    return cast


def standing(cast: Cast, moment: datetime, scope: Scope | None = None) -> PlanStanding:
    return plan_standing(
        cast.plan,
        at=moment,
        today=timezone.localdate(moment),
        with_submitted=True,
        scope=scope or Scope(),
    )


@pytest.mark.parametrize(
    ("moment", "status", "holder", "age"),
    [
        (at("2022-09-05", 10), DifficultyStatus.WITH_OFFICE, "领导小组办公室", 0),
        (at("2022-09-06", 10), DifficultyStatus.GIVEN_BACK, REPORTING, 1),
        (at("2022-09-07", 10), DifficultyStatus.WITH_OFFICE, "领导小组办公室", 2),
        (at("2022-09-08", 10), DifficultyStatus.WITH_VICE_MAYOR, "主管副市长", 3),
        (at("2022-09-16"), DifficultyStatus.INSTRUCTED, INSTRUCTED, 8),
        (at("2022-09-20", 10), DifficultyStatus.INSTRUCTED, "领导小组办公室", 10),
        (at("2022-10-10"), DifficultyStatus.CLOSED, "", 11),
    ],
)
def test_who_had_it_at_a_moment(
    told: Cast, moment: datetime, status: DifficultyStatus, holder: str, age: int
) -> None:
    (row,) = standing(told, moment).difficulties
    assert (row.status, holder_words(row), row.age) == (status, holder, age)
    assert row.is_open == bool(holder)
    assert bool(row.instruction) == (moment >= at("2022-09-09"))


@pytest.mark.parametrize(
    ("moment", "level", "highest", "status"),
    [
        (at("2022-09-06", 10), Level.BLUE, Level.BLUE, Status.OPEN),
        (at("2022-09-15"), Level.YELLOW, Level.YELLOW, Status.OPEN),
        (at("2022-09-23"), Level.RED, Level.RED, Status.OPEN),
        (at("2022-09-25"), Level.RED, Level.RED, Status.ANSWERED),
        (at("2022-10-10"), Level.YELLOW, Level.RED, Status.WATCHED),
    ],
)
def test_which_colour_stood_at_a_moment(
    told: Cast, moment: datetime, level: Level, highest: Level, status: Status
) -> None:
    (row,) = standing(told, moment).notices
    assert (row.level, row.highest, row.status) == (level, highest, status)


def test_the_colour_of_the_watch_stays_when_it_is_closed(told: Cast) -> None:
    notice = told.plan.notices.get()
    told.check("close_notice", notice, at("2022-11-04"))
    notice.refresh_from_db()
    (row,) = standing(told, at("2022-11-05")).notices
    assert (row.level, row.highest, row.is_open) == (notice.level, Level.RED, False)
    assert row.level == Level.YELLOW


def test_the_date_is_that_of_the_answer_owed_then(told: Cast) -> None:
    again = told.issue(at("2022-09-26"), cause=f"pace-{told.leaf.pk}")  # by 3 October
    told.answer_notice(again, at("2022-09-28"))
    told.check("find_not_made_good", again, at("2022-10-10"), reason="没有赶上。")
    sent_up = told.report(at("2022-09-05"))
    told.send_up(sent_up, at("2022-09-08"))
    instruction = told.instruct(sent_up, at("2022-09-09"))  # by 30 September
    told.answer_instruction(instruction, at("2022-09-28"))
    instructing.give_back_instruction(
        instruction_id=instruction.pk,
        reason="请写明方案。",
        **who_does(told.office),
        now=at("2022-10-10"),
    )

    def dates(day: str) -> tuple[date, date]:
        found = standing(told, at(day))
        return found.notices[-1].due_on, found.difficulties[-1].instruction.due_on

    assert dates("2022-10-09") == (date(2022, 10, 3), date(2022, 9, 30))
    assert dates("2022-10-11") == (date(2022, 10, 17), date(2022, 10, 17))


def test_before_it_began_there_was_nothing(told: Cast) -> None:
    before = standing(told, at("2022-09-05", 8))
    assert before.difficulties == before.notices == ()


def test_a_review_and_what_it_took_back(told: Cast) -> None:
    notice = told.plan.notices.get()
    told.review("ask_review", notice, at("2022-10-08"), told.head)
    told.review("withdraw_on_review", notice, at("2022-10-10"), told.colleague)
    stood = [
        standing(told, at(day)).notices[0] for day in ("2022-10-07", "2022-10-09", "2022-10-11")
    ]
    assert [row.review for row in stood] == [None, ReviewStatus.ASKED, ReviewStatus.WITHDRAWN]
    assert [row.is_open for row in stood] == [True, True, False]


def test_the_scope_holds_for_them_too(told: Cast) -> None:
    own, other = told.units[REPORTING].pk, told.units[INSTRUCTED].pk
    stages = [row.pk for row in told.plan.deadlines.filter(kind="report").order_by("due_on")]
    now = at(OCTOBER)
    seen = {
        scope: (len(found.difficulties), len(found.notices))
        for scope in (
            Scope(unit_id=own),
            Scope(unit_id=other),
            Scope(stage_id=stages[0]),
            Scope(stage_id=stages[1]),
            Scope(task_key=told.leaf.key),
        )
        for found in [standing(told, now, scope)]
    }
    assert list(seen.values()) == [(1, 1), (0, 0), (0, 1), (0, 0), (1, 0)]


def test_board_ledger_workbook_and_pdf_say_the_same(told: Cast) -> None:
    faces = Faces(told.plan, told.bureau.user)
    past = {"at": "2022-09-22"}
    book = faces.workbook(**past)
    (notice,) = book.rows("督办")
    assert (notice["级别"], notice["状态"]) == ("红色限期整改", "待答复")
    (difficulty,) = book.rows("困难问题")
    assert (difficulty["状态"], difficulty["批示责任单位"]) == ("已办结", INSTRUCTED)
    assert difficulty["办理结果"] == "方案已定。"
    for sheet in ("notices", "difficulties"):
        assert len(faces.ledger(sheet=sheet, **past).rows()) == 1
    assert "红色限期整改" in faces.pdf(**past).text
    assert "用地指标没有落实" in faces.pdf(**past).text
    board = faces.board(**past).text
    assert "红色限期整改1件" in board
    assert "用地指标没有落实" not in board  # closed the day before
    assert "现在由领导小组办公室办理" in faces.board(at="2022-09-20").text
    assert "黄色预警1件" in faces.board().text


def test_another_city_has_none_of_it(told: Cast) -> None:
    abroad = load(SECOND_CITY)
    found = plan_standing(abroad, at=at(OCTOBER), today=OCTOBER, with_submitted=True)
    assert found.difficulties == found.notices == ()


def test_the_bulletins_figures_are_the_boards(told: Cast) -> None:
    now = at(OCTOBER)
    found = standing(told, now)
    draft = draft_of(found, now)
    assert (draft.total, draft.done) == (len(found.leaves), sum(map(is_done, found.leaves)))
    late = [row for row in found.laggards if row.kind != "late"]
    assert len(draft.laggards.splitlines()) == len(late) > 0
    for row in late:
        assert f"{row.filing.unit} {row.filing.stage.label}" in draft.laggards
    assert f"未报 {found.rate.missing} 份" in draft.overview


def test_a_leaf_closed_as_met_counts_as_done(told: Cast) -> None:
    now = at(OCTOBER)
    words_only = next(row for row in standing(told, now).leaves if not row.targets)
    before = draft_of(standing(told, now), now).done
    LeafClosing.objects.create(
        government=told.plan.government,
        task_id=words_only.id,
        result=Result.MET,
        closed_at=at("2022-10-20"),
        closed_by_name="办公室",
    )
    assert draft_of(standing(told, now), now).done == before + 1
    assert draft_of(standing(told, at("2022-10-19")), now).done == before


def test_what_sample_people_reported_and_issued_is_marked_wherever_it_shows(
    cast: Cast, settings: Any
) -> None:
    settings.REHEARSAL_CLOCK = OCTOBER
    faces = Faces(cast.plan, cast.bureau.user)
    assert "演示数据" not in faces.pdf().text
    for somebody in (cast.clerk, cast.bureau, cast.vice_mayor):
        somebody.user.is_sample = True
        somebody.user.save()
    row = cast.report(at("2022-09-05"))
    cast.send_up(row, at("2022-09-06"))
    instruction = cast.instruct(row, at("2022-09-07"))
    notice = cast.issue(at("2022-09-06"))
    faces = Faces(cast.plan, cast.bureau.user)
    for sheet in ("困难问题", "督办"):
        assert [line["演示数据"] for line in faces.workbook().rows(sheet)] == ["是"]
    assert "演示数据" in faces.pdf().text
    assert "演示数据" in faces.board().text
    for name, thing in (("difficulty", row), ("notice", notice)):
        answer = faces.client.get(reverse(name, args=[thing.pk]))
        assert "演示数据" in Page(answer).text
    vice_mayor = Client()
    vice_mayor.force_login(cast.vice_mayor.user)
    answer = vice_mayor.get(reverse("instruction", args=[instruction.pk]))
    assert "演示数据" in Page(answer).text
