"""Another unit takes a leaf over: after a return, and in mid-year with reports filed and in draft."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from events.errors import ReasonMissingError, WrongStateError
from reports.co_signatures import gaps_of
from reports.errors import SeenVersionError, UnexplainedWarningsError, WithdrawnError
from reports.models import Filing
from reports.services.drafting import send_for_signature
from reports.services.reassigning import reassign_leaf
from reports.services.signing import sign_and_submit
from tasks.errors import WrongUnitError
from tasks.goals import gathers_figures
from tasks.models import Assignment, Obligation, Task
from tasks.obligations import generate_obligations, owed_by
from tasks.parties import PREFETCH, leads_of, responsible_of
from tasks.planfile.export import export_plan
from tasks.workflow import AssignmentStatus
from tests.playing import SECOND_CITY, Player, at, load
from tests.tasks.handing import WORDS, Desk, handed_out
from units.services import merge_unit

if TYPE_CHECKING:
    from units.models import Unit

pytestmark = pytest.mark.django_db

FINANCE, COMMERCE, SCIENCE = "市财政局", "市商务局", "市科技局"
NUMBER, KEY = "5.10", "t5-10"  # led by 市财政局 first, which leads nothing else
IN_APRIL, IN_SEPTEMBER = at("2022-04-06"), at("2022-09-05")


@pytest.fixture
def desk() -> Desk:
    return handed_out()


def leaf() -> Task:
    return Task.objects.prefetch_related(*PREFETCH).get(key=KEY)


def names(units: list[Unit]) -> list[str]:
    return [unit.name for unit in units]


def owed(unit: str, kind: str = "part") -> list[tuple[date, bool]]:
    """By when, and whether it is met; what was withdrawn is not owed."""
    rows = Obligation.objects.in_force().filter(unit__name=unit, kind=kind)
    if kind == "part":
        rows = rows.filter(task__key=KEY)
    return [(row.due_on, row.met_at is not None) for row in rows.order_by("original_due_on")]


def stages(desk: Desk) -> list[date]:
    return [d.due_on for d in desk.plan.deadlines.filter(kind="report").order_by("due_on")]


def test_after_a_return_the_other_unit_has_it_and_confirms(desk: Desk) -> None:
    row = desk.one(FINANCE, NUMBER)
    desk.return_(row, at("2022-03-20"))
    successor = desk.reassign(row, COMMERCE, IN_APRIL)
    row.refresh_from_db()
    assert row.status == AssignmentStatus.REASSIGNED
    assert Obligation.objects.get(kind="reassignment").met_at == IN_APRIL
    assert (successor.unit.name, successor.status) == (COMMERCE, AssignmentStatus.AWAITING_RECEIPT)
    assert successor.receipt.due_on == date(2022, 4, 20)
    desk.confirm(successor, at("2022-04-07"))
    assert names(leads_of(leaf()))[0] == COMMERCE
    assert FINANCE not in names(leads_of(leaf()))
    assert names(leads_of(leaf(), at("2022-04-01")))[0] == FINANCE
    assert gathers_figures(leaf(), desk.unit(COMMERCE).pk)


def test_all_open_work_goes_to_the_new_unit_which_gets_its_own_filings(desk: Desk) -> None:
    all_stages = stages(desk)
    desk.reassign(desk.one(FINANCE, NUMBER), SCIENCE, IN_APRIL)
    assert owed(FINANCE) == owed(FINANCE, "filing") == []
    assert owed(SCIENCE) == owed(SCIENCE, "filing") == [(day, False) for day in all_stages]
    part = Obligation.objects.get(unit__name=SCIENCE, kind="part", due_on=all_stages[0])
    assert part.parent == Obligation.objects.get(
        unit__name=SCIENCE, kind="filing", due_on=all_stages[0]
    )
    gone = Obligation.objects.get(unit__name=FINANCE, kind="filing", due_on=all_stages[0])
    assert gone.withdrawn_at == IN_APRIL
    assert WORDS in gone.reason


def test_a_unit_that_files_already_files_the_leaf_with_the_rest(desk: Desk) -> None:
    filings = owed(COMMERCE, "filing")
    desk.reassign(desk.one(FINANCE, NUMBER), COMMERCE, IN_APRIL)
    assert owed(COMMERCE, "filing") == filings
    parts = Obligation.objects.filter(unit__name=COMMERCE, kind="part", task__key=KEY)
    assert {row.parent.unit.name for row in parts} == {COMMERCE}


def test_it_is_laid_over_the_directive_and_changes_no_word_of_it(desk: Desk) -> None:
    before = export_plan(desk.plan)
    desk.reassign(desk.one(FINANCE, NUMBER), SCIENCE, IN_APRIL)
    desk.reassign(desk.one("杞县人民政府", NUMBER, "responsible"), SCIENCE, IN_APRIL)
    assert export_plan(desk.plan) == before
    assert load().pk == desk.plan.pk
    assert "杞县人民政府" not in names(responsible_of(leaf()))
    assert SCIENCE in names(responsible_of(leaf()))


def test_what_the_plan_owes_is_what_is_there_before_and_after_a_change_of_hands(desk: Desk) -> None:
    kinds = ["filing", "part", "contribution", "co_signature"]

    def differ():
        there = Obligation.objects.in_force().filter(kind__in=kinds)
        wanted = {row.key for row in owed_by(desk.plan) if row.kind in kinds}
        return wanted ^ set(there.values_list("key", flat=True))

    assert differ() == set()
    early = Player(desk.plan, FINANCE)
    early.submit(at("2022-08-25"))
    early.accept(at("2022-08-26"))
    desk.reassign(desk.one(FINANCE, NUMBER), SCIENCE, IN_SEPTEMBER)
    assert differ() == set()
    before = Obligation.objects.count()
    generate_obligations(desk.plan)
    assert Obligation.objects.count() == before


def test_in_mid_year_what_was_filed_stays_the_old_units(desk: Desk) -> None:
    august, *later = stages(desk)
    player = Player(desk.plan, FINANCE)
    player.submit(at("2022-08-25"))
    player.accept(at("2022-08-26"))
    desk.confirm(desk.one(FINANCE, NUMBER), IN_APRIL)
    desk.reassign(desk.one(FINANCE, NUMBER), SCIENCE, IN_SEPTEMBER)
    assert owed(FINANCE) == owed(FINANCE, "filing") == [(august, True)]
    assert owed(SCIENCE) == [(day, False) for day in later]
    # It may still correct what it filed, with its figures.
    assert gathers_figures(leaf(), player.unit.pk)


def test_a_stage_that_the_old_unit_missed_is_owed_by_the_new_one_with_fair_time(desk: Desk) -> None:
    successor = desk.reassign(desk.one(FINANCE, NUMBER), SCIENCE, IN_SEPTEMBER)
    first = Obligation.objects.filter(unit__name=SCIENCE, kind="filing").earliest("original_due_on")
    assert first.due_on == successor.receipt.due_on > IN_SEPTEMBER.date()
    assert first.original_due_on == stages(desk)[0]


def test_it_may_come_back(desk: Desk) -> None:
    there = owed(FINANCE)
    there_filings = owed(FINANCE, "filing")
    first = desk.reassign(desk.one(FINANCE, NUMBER), SCIENCE, IN_APRIL)
    again = desk.reassign(first, FINANCE, at("2022-04-07"))
    assert (owed(FINANCE), owed(FINANCE, "filing")) == (there, there_filings)
    assert owed(SCIENCE) == owed(SCIENCE, "filing") == []
    assert names(leads_of(leaf()))[0] == FINANCE
    assert again.receipt.key != first.receipt.key
    third = desk.reassign(again, SCIENCE, at("2022-04-08"))
    assert third.status == AssignmentStatus.AWAITING_RECEIPT
    assert len(owed(SCIENCE, "filing")) == len(there_filings)


def test_a_draft_loses_the_leaf_and_another_gains_it(desk: Desk) -> None:
    old, new = Player(desk.plan, "市发展改革委"), Player(desk.plan, COMMERCE)
    old.start(at("2022-08-24"))
    new.start(at("2022-08-24"))
    before = len(old.draft_parts()), len(new.draft_parts())
    desk.reassign(desk.one("市发展改革委", "5.9"), COMMERCE, at("2022-08-25"))
    assert (len(old.draft_parts()), len(new.draft_parts())) == (before[0] - 1, before[1] + 1)
    new.write(at("2022-08-26"))
    new.send(at("2022-08-26"))
    new.sign(at("2022-08-26"))
    parts = new.filing.latest_version.parts.values_list("obligation__task__number", flat=True)
    assert "5.9" in parts


def test_a_report_that_waits_for_its_signature_does_not_go_with_an_empty_leaf(desk: Desk) -> None:
    player = Player(desk.plan, COMMERCE)
    player.start(at("2022-08-24"))
    player.write(at("2022-08-24"))
    player.send(at("2022-08-24"))
    seen = player.filing.draft.revision
    desk.reassign(desk.one("市发展改革委", "5.9"), COMMERCE, at("2022-08-25"))
    common = {"by": player.head.user, "access": player.head.access, "now": at("2022-08-26")}
    with pytest.raises(SeenVersionError):
        sign_and_submit(filing_id=player.filing.pk, seen_revision=seen, **common)
    seen = player.filing.draft.revision
    with pytest.raises(UnexplainedWarningsError, match=r"5\.9"):
        sign_and_submit(filing_id=player.filing.pk, seen_revision=seen, **common)


def test_another_further_lead_co_signs_instead(desk: Desk) -> None:
    player = Player(desk.plan, FINANCE)
    player.start(at("2022-08-24"))
    player.write(at("2022-08-24"))

    def asked() -> list[str]:
        return [row.obligation.unit.name for row in gaps_of(player.filing.draft)]

    assert asked() == ["市工业和信息化局"]
    desk.reassign(desk.one("市工业和信息化局", NUMBER), COMMERCE, at("2022-08-24", 10))
    assert asked() == [COMMERCE]
    player.send(at("2022-08-25"))
    player.sign(at("2022-08-25"))
    assert player.owed.met_at == at("2022-08-25")


def test_a_gap_stays_a_gap_when_another_unit_of_the_leaf_changes(desk: Desk) -> None:
    player = Player(desk.plan, FINANCE)
    player.start(at("2022-08-24"))
    player.write(at("2022-08-24"))
    player.send(at("2022-08-24"))
    player.sign(at("2022-08-31"), co_signed=False)
    player.open(at("2022-09-01"))
    player.decide(at("2022-09-01"), returned=(KEY,))
    player.start(at("2022-09-02"))

    def gaps() -> list[str]:
        return [row.obligation.unit.name for row in gaps_of(player.filing.draft)]

    assert gaps() == ["市工业和信息化局"]
    desk.reassign(desk.one("杞县人民政府", NUMBER, "responsible"), SCIENCE, IN_SEPTEMBER)
    assert gaps() == ["市工业和信息化局"]


def test_a_report_nobody_owes_any_more_takes_no_step(desk: Desk) -> None:
    player = Player(desk.plan, FINANCE)
    player.start(at("2022-08-24"))
    player.write(at("2022-08-24"))
    desk.reassign(desk.one(FINANCE, NUMBER), SCIENCE, at("2022-08-25"))
    filing = Filing.objects.get(obligation=player.obligation)
    with pytest.raises(WithdrawnError, match=SCIENCE):
        send_for_signature(
            filing_id=filing.pk,
            by=player.clerk.user,
            access=player.clerk.access,
            now=at("2022-08-26"),
        )


def test_a_leaf_that_comes_after_the_report_was_accepted_comes_in_by_correction(
    desk: Desk,
) -> None:
    player = Player(desk.plan, COMMERCE)
    player.submit(at("2022-08-25"))
    desk.reassign(desk.one(FINANCE, NUMBER), COMMERCE, at("2022-08-26"))
    part = Obligation.objects.get(
        unit__name=COMMERCE, kind="part", task__key=KEY, deadline=player.obligation.deadline
    )
    assert part.is_open
    player.open(at("2022-08-26"))
    key = player.filing.latest_version.parts.first().obligation.task.key
    player.decide(at("2022-08-26"), returned=(key,))
    player.submit(at("2022-08-29"))
    part.refresh_from_db()
    assert part.met_at == at("2022-08-29")
    assert player.owed.met_at == at("2022-08-25")


def test_where_it_cannot_go_is_said_in_words_and_changes_nothing(desk: Desk) -> None:
    row = desk.one(FINANCE, NUMBER)
    abroad = load(SECOND_CITY)
    merge_unit(unit=desk.unit("市应急局"), into=desk.unit(SCIENCE), on=date(2022, 4, 1))
    already = desk.unit("市工业和信息化局")  # leads this leaf, too
    wrong = [already.pk, row.unit_id, desk.unit("市应急局").pk, abroad.reviewing_unit_id, 0]
    for unit_id in wrong:
        with pytest.raises(WrongUnitError):
            reassign_leaf(
                assignment_id=row.pk,
                to_unit_id=unit_id,
                by=desk.office.user,
                access=desk.office.access,
                reason=WORDS,
                now=IN_APRIL,
            )
    with pytest.raises(ReasonMissingError):
        reassign_leaf(
            assignment_id=row.pk,
            to_unit_id=desk.unit(SCIENCE).pk,
            by=desk.office.user,
            access=desk.office.access,
            reason=" ",
            now=IN_APRIL,
        )
    assert Assignment.objects.get(pk=row.pk).status == AssignmentStatus.AWAITING_RECEIPT
    assert not Obligation.objects.filter(withdrawn_at__isnull=False).exists()


def test_what_was_handed_on_is_handed_on_once(desk: Desk) -> None:
    row = desk.one(FINANCE, NUMBER)
    desk.reassign(row, SCIENCE, IN_APRIL)
    for move in (
        lambda: desk.reassign(row, COMMERCE, IN_APRIL + timedelta(hours=1)),
        lambda: desk.confirm(row, IN_APRIL + timedelta(hours=1)),
        lambda: desk.return_(row, at("2022-03-20")),
    ):
        with pytest.raises(WrongStateError):
            move()
