"""督查通报: drawn up, written, approved by a second person, issued, frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.errors import NotAllowedError, NotVisibleError
from events.errors import ReasonMissingError, WrongStateError
from notifications.models import Message
from supervision.errors import (
    NotYetApprovedError,
    SeenTextError,
    WordsMissingError,
    WordsTooLongError,
)
from supervision.models import Bulletin
from supervision.models.bulletin import MOST_BULLETIN
from supervision.services import bulletins
from supervision.services.bulletins import BulletinWords
from supervision.workflow import BulletinStatus
from tests.playing import SECOND_CITY, at, load, person
from tests.supervision.cast import who_does
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from tests.supervision.cast import Cast

NOW = at("2022-10-10")
SEND, APPROVE, ISSUE = "send_bulletin_for_approval", "approve_bulletin", "issue_bulletin"


def test_drawn_up_written_approved_issued(cast: Cast) -> None:
    row = cast.draw_up(NOW)
    cast.write(row, NOW, next_step="请三日内报送。")
    cast.of_bulletin(SEND, row, NOW, cast.bureau)
    cast.of_bulletin(APPROVE, row, NOW, cast.colleague, revision=1)
    cast.of_bulletin(ISSUE, row, NOW, cast.bureau)
    row.refresh_from_db()
    assert (row.status, row.number, row.issued_at) == (BulletinStatus.ISSUED, 1, NOW)
    assert row.next_step == "请三日内报送。"
    assert Message.objects.filter(recipient=cast.head.user, subject__contains="第 1 期").exists()
    assert cast.issued_bulletin(NOW).number == 2
    with pytest.raises(WrongStateError):
        cast.write(row, NOW, overview="改写历史。")
    with pytest.raises(WrongStateError):
        cast.of_bulletin("give_back_bulletin", row, NOW, cast.colleague, reason="改。")


def test_who_wrote_does_not_approve(cast: Cast) -> None:
    row = cast.draw_up(NOW)
    cast.write(row, NOW, cast.colleague, overview="改过。")
    cast.of_bulletin(SEND, row, NOW, cast.bureau)
    for who in (cast.bureau, cast.colleague):
        with pytest.raises(NotYetApprovedError):
            cast.of_bulletin(APPROVE, row, NOW, who, revision=1)
    third = person(cast.plan.supervisor_unit_id, Role.SUPERVISOR, name="督查局第三位")
    with pytest.raises(SeenTextError):
        cast.of_bulletin(APPROVE, row, NOW, third, revision=0)
    cast.of_bulletin(APPROVE, row, NOW, third, revision=1)


def test_not_approved_is_not_issued_and_given_back_is_approved_anew(cast: Cast) -> None:
    row = cast.draw_up(NOW)
    with pytest.raises(WrongStateError):
        cast.of_bulletin(ISSUE, row, NOW, cast.bureau)
    cast.of_bulletin(SEND, row, NOW, cast.bureau)
    with pytest.raises(WrongStateError):
        cast.write(row, NOW)
    with pytest.raises(WrongStateError):
        cast.of_bulletin(ISSUE, row, NOW, cast.bureau)
    with pytest.raises(ReasonMissingError):
        cast.of_bulletin("give_back_bulletin", row, NOW, cast.colleague, reason="")
    cast.of_bulletin("give_back_bulletin", row, NOW, cast.colleague, reason="数字写错。")
    with pytest.raises(WrongStateError):
        cast.of_bulletin(APPROVE, row, NOW, cast.colleague, revision=0)


def test_a_colleagues_words_are_not_written_over(cast: Cast) -> None:
    row = cast.draw_up(NOW)
    cast.write(row, NOW)
    words = BulletinWords("时段", "总体", "", "下一步")
    with pytest.raises(SeenTextError):
        bulletins.write_bulletin(
            bulletin_id=row.pk, content=words, revision=0, **who_does(cast.bureau), now=NOW
        )
    with pytest.raises(WordsMissingError):
        cast.write(row, NOW, overview=" ")


def test_too_many_words_are_refused_and_never_cut(cast: Cast) -> None:
    row = cast.draw_up(NOW)
    with pytest.raises(WordsTooLongError, match="滞后事项"):
        cast.write(row, NOW, laggards="长" * (MOST_BULLETIN + 1))
    row.refresh_from_db()
    assert row.laggards == "市商务局 8月底逾期未报"


def test_a_draft_that_will_not_be_issued_is_dropped(cast: Cast) -> None:
    row = cast.draw_up(NOW)
    with pytest.raises(ReasonMissingError):
        cast.of_bulletin("drop_bulletin", row, NOW, cast.bureau, reason="")
    cast.of_bulletin("drop_bulletin", row, NOW, cast.bureau, reason="数字取早了。")
    row.refresh_from_db()
    assert (row.status, row.number) == (BulletinStatus.DROPPED, None)
    with pytest.raises(WrongStateError):
        cast.of_bulletin(SEND, row, NOW, cast.bureau)
    issued = cast.issued_bulletin(NOW)
    assert issued.number == 1
    with pytest.raises(WrongStateError):
        cast.of_bulletin("drop_bulletin", issued, NOW, cast.bureau, reason="太晚。")


def test_as_many_questions_whatever_the_number_of_units(cast: Cast) -> None:
    def asked(row: Bulletin) -> int:
        with CaptureQueriesContext(connection) as seen:
            cast.of_bulletin(ISSUE, row, NOW, cast.bureau)
        return len(seen)

    def approved() -> Bulletin:
        row = cast.draw_up(NOW)
        cast.of_bulletin(SEND, row, NOW, cast.bureau)
        cast.of_bulletin(APPROVE, row, NOW, cast.colleague, revision=0)
        return row

    few = asked(approved())
    owed = cast.missing
    for number in range(5):
        owed.pk, owed.key = None, f"filing/more/{number}"
        owed.unit = Unit.objects.create(government=cast.plan.government, name=f"新单位{number}")
        owed.save()
    assert asked(approved()) == few


def test_before_it_is_issued_only_the_bureau_knows_of_it(cast: Cast) -> None:
    row = cast.draw_up(NOW)
    for who in (cast.office, cast.vice_mayor, cast.clerk):
        with pytest.raises(NotAllowedError):
            cast.draw_up(NOW, who)
        with pytest.raises(NotVisibleError):
            cast.of_bulletin(SEND, row, NOW, who)
    abroad = load(SECOND_CITY)
    foreign = person(abroad.supervisor_unit_id, Role.SUPERVISOR)
    issued = cast.issued_bulletin(NOW)
    for one in (row, issued):
        with pytest.raises(NotVisibleError):
            cast.of_bulletin(SEND, one, NOW, foreign)
    with pytest.raises(NotAllowedError):
        cast.of_bulletin(SEND, issued, NOW, cast.clerk)
    assert Bulletin.objects.count() == 2


@pytest.mark.parametrize(
    ("done", "total", "shares"),
    [(5, 16, ("31.2%", "68.8%")), (16, 16, ("100%", "0%")), (0, 0, ("0%", "100%"))],
)
def test_shares_add_up(done: int, total: int, shares: tuple[str, str]) -> None:
    row = Bulletin(done=done, total=total)
    assert (row.done_share, row.in_progress_share) == shares
