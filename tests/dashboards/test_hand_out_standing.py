"""Boards, PDF and ledger: receipts, extensions and changes of hands, as they stood at any moment."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from dashboards.standing import PlanStanding, Scope, plan_standing
from dashboards.standing.shapes import Arrears, Punctuality, State
from tasks.models import Assignment, Obligation
from tasks.services.extending import grant_extension
from tests.dashboards.looking import cell, leaf
from tests.playing import Player, at, person
from tests.tasks.handing import WORDS, Desk
from units.roles import Role

if TYPE_CHECKING:
    from decimal import Decimal

pytestmark = pytest.mark.django_db

FINANCE, SCIENCE, COMMERCE = "市财政局", "市科技局", "市商务局"
NUMBER = "5.10"
DUE, LATER = date(2022, 8, 31), date(2022, 9, 5)
ASKED, GRANTED = at("2022-08-29"), at("2022-08-30")


@pytest.fixture
def desk() -> Desk:
    return Desk()


def stood(desk: Desk, moment: datetime, **scope: Any) -> PlanStanding:
    return plan_standing(
        desk.plan,
        at=moment,
        today=timezone.localdate(moment),
        with_submitted=True,
        scope=Scope(**scope),
    )


def extend(desk: Desk, unit: str = FINANCE) -> None:
    owed = Obligation.objects.select_related("unit").get(
        plan=desk.plan, unit__name=unit, kind="filing", due_on=DUE
    )
    row = desk.ask(owed, LATER, ASKED)
    office = desk.office
    grant_extension(
        extension_id=row.pk, granted_on=LATER, by=office.user, access=office.access, now=GRANTED
    )


def test_a_past_moment_shows_the_day_that_was_in_force_then(desk: Desk) -> None:
    extend(desk)
    before = cell(stood(desk, at("2022-08-29", 23)), FINANCE, 0)
    after = cell(stood(desk, at("2022-08-30", 10)), FINANCE, 0)
    assert (before.due_on, before.is_extended) == (DUE, False)
    assert (after.due_on, after.original_due_on, after.is_extended) == (LATER, DUE, True)
    asked = stood(desk, at("2022-08-29", 23)).hand_out
    assert [row.extension.asked_on for row in asked.open_extensions] == [LATER]
    decided = stood(desk, at("2022-08-30", 10)).hand_out
    assert decided.open_extensions == ()
    assert [row.granted_on for row in decided.extensions] == [LATER]
    assert stood(desk, at("2022-08-28")).hand_out.extensions == ()


def test_who_was_granted_a_later_day_is_not_late_before_it(desk: Desk) -> None:
    extend(desk)
    standing = stood(desk, at("2022-09-02"))
    assert cell(standing, FINANCE, 0).state == State.NOT_DUE
    missing = {row.filing.unit.name for row in standing.laggards if row.kind == Arrears.MISSING}
    assert FINANCE not in missing
    assert COMMERCE in missing
    assert standing.rate.due == len(missing)
    ahead = [(row.due_on, row.open) for row in standing.dates_ahead]
    assert (LATER, 1) in ahead
    late = stood(desk, at("2022-09-06"))
    (own,) = [row for row in late.laggards if row.filing.unit.name == FINANCE]
    assert (own.due_on, own.days) == (LATER, 1)


def test_a_report_by_the_later_day_is_on_time(desk: Desk) -> None:
    extend(desk)
    Player(desk.plan, FINANCE).submit(at("2022-09-05"))
    Player(desk.plan, COMMERCE).submit(at("2022-09-05"))
    standing = stood(desk, at("2022-09-06"))
    assert cell(standing, FINANCE, 0).punctuality == Punctuality.ON_TIME
    assert cell(standing, COMMERCE, 0).punctuality == Punctuality.LATE


def accepted(standing: PlanStanding) -> list[tuple[str, Decimal]]:
    figures = [row.accepted for row in leaf(standing, NUMBER).targets if row.accepted]
    return [(row.source.unit.name, row.value) for row in figures]


def test_figures_stay_with_who_filed_them_and_go_on_with_who_took_over(desk: Desk) -> None:
    old = Player(desk.plan, FINANCE)
    old.submit(at("2022-08-25"))
    old.accept(at("2022-08-26"))
    before = accepted(stood(desk, at("2022-08-27")))
    assert {unit for unit, _value in before} == {FINANCE}
    desk.hand_out(at("2022-08-27"))
    desk.reassign(desk.one(FINANCE, NUMBER), SCIENCE, at("2022-09-05"))
    standing = stood(desk, at("2022-09-06"))
    assert accepted(standing) == before
    assert leaf(standing, NUMBER).leads[0].name == SCIENCE
    assert leaf(stood(desk, at("2022-09-01")), NUMBER).leads[0].name == FINANCE
    assert {row.source.unit.name for row in leaf(standing, NUMBER).narratives} == {FINANCE}
    new = Player(desk.plan, SCIENCE, stage=1)
    new.submit(at("2022-09-20"), share="0.8")
    waiting = leaf(stood(desk, at("2022-09-20", 12)), NUMBER)
    assert {row.submitted.source.unit.name for row in waiting.targets if row.submitted} == {SCIENCE}
    new.accept(at("2022-09-21"))
    after = accepted(stood(desk, at("2022-09-22")))
    assert {unit for unit, _value in after} == {SCIENCE}
    assert accepted(stood(desk, at("2022-09-06"))) == before


def test_a_units_scope_shows_what_it_filed_before_it_handed_the_leaf_on(desk: Desk) -> None:
    old = Player(desk.plan, FINANCE)
    old.submit(at("2022-08-25"))
    old.accept(at("2022-08-26"))
    desk.hand_out(at("2022-08-27"))
    desk.reassign(desk.one(FINANCE, NUMBER), SCIENCE, at("2022-09-05"))
    standing = stood(desk, at("2022-09-06"), unit_id=desk.unit(FINANCE).pk)
    assert [row.number for row in standing.leaves] == [NUMBER]
    assert [(row.unit.name, row.stage.number) for row in standing.filings] == [(FINANCE, 1)]


def test_receipts_within_unit_and_task(desk: Desk) -> None:
    desk.hand_out(at("2022-08-22"))
    desk.return_(desk.one(FINANCE, NUMBER), at("2022-08-23"))
    whole = stood(desk, at("2022-08-24")).hand_out
    assert whole.counts.total == Assignment.objects.count()
    assert sum(row.number for row in whole.waiting) == whole.counts.unconfirmed
    assert [row.reason for row in whole.returned] == [WORDS]
    unit = stood(desk, at("2022-08-24"), unit_id=desk.unit(FINANCE).pk).hand_out
    assert (unit.counts.total, unit.counts.returned, unit.waiting) == (1, 1, ())
    task = stood(desk, at("2022-08-24"), task_key="t5-10").hand_out
    assert task.counts.total == Assignment.objects.filter(task__number=NUMBER).count()
    assert stood(desk, at("2022-08-21")).hand_out.handed_at is None


def test_board_workbook_and_pdf_say_the_same(desk: Desk, settings: Any) -> None:
    settings.REHEARSAL_CLOCK = date(2022, 9, 1)
    desk.hand_out(at("2022-08-22"))
    desk.confirm_all(COMMERCE, at("2022-08-23"))
    desk.return_(desk.one(FINANCE, NUMBER), at("2022-08-23"))
    extend(desk)
    counts = stood(desk, at("2022-09-01")).hand_out.counts
    client = Client()
    client.force_login(person(desk.plan.supervisor_unit_id, Role.SUPERVISOR).user)

    def ask(name: str) -> bytes:
        answer = client.get(reverse(name, args=[desk.plan.pk]))
        assert answer.status_code == HTTPStatus.OK
        return answer.content

    said = f"共 {counts.total} 项，已签收 {counts.confirmed} 项"
    assert said in " ".join(BeautifulSoup(ask("board"), "html.parser").get_text().split())
    book = openpyxl.load_workbook(BytesIO(ask("ledger_xlsx")))
    head, *lines = book["交办和签收"].iter_rows(values_only=True)
    states = [line[head.index("状态")] for line in lines]
    assert len(lines) == counts.total
    assert states.count("办理中") == counts.confirmed
    assert states.count("退回，待重新交办") == counts.returned == 1
    head, line = book["延期申请"].iter_rows(values_only=True)
    row = dict(zip(head, line, strict=True))
    assert (row["原定期限"].date(), row["同意延至"].date()) == (DUE, LATER)
    pages = PdfReader(BytesIO(ask("summary_pdf"))).pages
    text = "".join("".join(page.extract_text().split()) for page in pages)
    assert f"共{counts.total}项：已签收{counts.confirmed}项" in text
    assert "原定8月31日，延至9月5日" in text
