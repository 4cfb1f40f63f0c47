"""Hand-out, receipt and return: every step, and every wrong move."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from common.errors import NotAllowedError, NotVisibleError
from events.errors import ReasonMissingError, WrongStateError
from events.models import Event
from notifications.models import Message
from tasks.assigned import assignment_lines, assignment_states, receipt_counts
from tasks.errors import (
    AlreadyHandedOutError,
    NotChasedError,
    NothingToConfirmError,
    StillOwedError,
    TooLateToReturnError,
)
from tasks.models import Assignment, Obligation
from tasks.permissions import assignment_steps
from tasks.services.handing_out import Chased
from tasks.workflow import ASSIGNMENT_LIFE, AssignmentAction, AssignmentStatus
from tests import directive_facts as facts
from tests.playing import FIRST_DAY, SECOND_CITY, Person, Player, at, load, person
from tests.tasks.handing import HANDED, WORDS, Desk, handed_out
from units.models import Membership
from units.permissions import access_of
from units.roles import Role
from units.selectors import limit_of, work_calendar
from units.services import merge_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

LEAD, SHARES = facts.COUNT_LEAD_PAIRS, facts.COUNT_RESPONSIBLE_PAIRS
FINANCE, COMMERCE = "市财政局", "市商务局"
NUMBER = "5.10"  # led by the first of them
NEXT_DAY = at("2022-03-17")
# Ten working days after 16 March 2022, of which none is a holiday.
LAST_DAY = date(2022, 3, 30)


@pytest.fixture
def desk() -> Desk:
    return handed_out()


@pytest.fixture
def row(desk: Desk) -> Assignment:
    return desk.one(FINANCE, NUMBER)


def test_every_unit_and_leaf_and_role_is_handed_out_once_with_a_receipt(desk: Desk) -> None:
    roles = Counter(Assignment.objects.values_list("role", flat=True))
    assert roles == {"lead": LEAD, "responsible": SHARES}
    pairs = set(Assignment.objects.values_list("role", "task__number", "unit__name"))
    assert pairs == {
        (role, number, unit)
        for number, parties in facts.UNITS_BY_LEAF.items()
        for role, names in zip(("lead", "responsible"), parties, strict=True)
        for name in names
        for unit in (facts.GROUP_MEMBERS if name == facts.GROUP else (name,))
    }
    receipts = Obligation.objects.filter(kind="receipt")
    assert {(o.due_on, o.original_due_on) for o in receipts} == {(LAST_DAY, LAST_DAY)}
    assert receipts.open().count() == LEAD + SHARES
    assert Event.objects.filter(action=AssignmentAction.HAND_OUT).count() == LEAD + SHARES


def test_the_limit_is_the_rule_sets(desk: Desk, row: Assignment) -> None:
    rule = limit_of(desk.plan.rule_set_id, "refusal_after_hand_out")
    calendar = work_calendar(desk.plan.government_id)
    assert row.receipt.due_on == rule.after(date(2022, 3, 16), calendar) == LAST_DAY


def test_a_plan_is_handed_out_once_and_by_its_office_alone() -> None:
    desk = Desk()
    for who in (desk.clerk(FINANCE), person(desk.plan.supervisor_unit_id, Role.SUPERVISOR)):
        desk.office, office = who, desk.office
        with pytest.raises(NotAllowedError):
            desk.hand_out()
        desk.office = office
    assert not Assignment.objects.exists()
    desk.hand_out()
    with pytest.raises(AlreadyHandedOutError, match="2022"):
        desk.hand_out(NEXT_DAY)
    assert Assignment.objects.count() == LEAD + SHARES


def test_another_citys_office_sees_none_of_it(desk: Desk, row: Assignment) -> None:
    abroad = load(SECOND_CITY)
    stranger = person(abroad.reviewing_unit_id, Role.OFFICE)
    desk.office = stranger
    for move in (desk.hand_out, lambda: desk.chase(NEXT_DAY)):
        with pytest.raises(NotVisibleError):
            move()
    with pytest.raises(NotVisibleError):
        desk.insist(row, NEXT_DAY)
    with pytest.raises(NotVisibleError):
        desk.reassign(row, COMMERCE, NEXT_DAY)
    assert Assignment.objects.visible_to(stranger.access).count() == 0


def test_clerk_and_head_of_every_unit_are_told_and_nobody_else() -> None:
    desk = Desk()
    people = [desk.clerk(FINANCE), desk.head(FINANCE), desk.clerk(COMMERCE)]
    bureau = person(desk.plan.supervisor_unit_id, Role.SUPERVISOR)
    desk.hand_out()
    for who in people:
        (message,) = Message.objects.filter(recipient=who.user, channel="inbox")
        assert "2022年3月30日" in message.body
    assert not Message.objects.filter(recipient=bureau.user).exists()


def test_the_clerk_confirms_and_the_receipt_is_met(desk: Desk, row: Assignment) -> None:
    desk.confirm(row, NEXT_DAY)
    row = desk.one(FINANCE, NUMBER)
    assert (row.status, row.receipt.met_at) == (AssignmentStatus.IN_HAND, NEXT_DAY)
    with pytest.raises(WrongStateError):
        desk.confirm(row, NEXT_DAY)


def test_one_button_confirms_everything_of_the_unit_and_nothing_of_others(desk: Desk) -> None:
    own = sum(FINANCE in units for parties in facts.UNITS_BY_LEAF.values() for units in parties)
    assert desk.confirm_all(FINANCE, NEXT_DAY) == own
    confirmed = Assignment.objects.filter(status=AssignmentStatus.IN_HAND)
    assert {row.unit.name for row in confirmed} == {FINANCE}
    assert confirmed.count() == own
    with pytest.raises(NothingToConfirmError):
        desk.confirm_all(FINANCE, NEXT_DAY)


def test_only_the_unit_confirms_and_returns(desk: Desk, row: Assignment) -> None:
    stranger = desk.clerk(COMMERCE)
    with pytest.raises(NotVisibleError):
        desk.confirm(row, NEXT_DAY, who=stranger)
    for who in (desk.office, desk.head(FINANCE)):
        with pytest.raises(NotAllowedError):
            desk.confirm(row, NEXT_DAY, who=who)
    for who in (desk.office, desk.clerk(FINANCE)):
        with pytest.raises(NotAllowedError):
            desk.return_(row, NEXT_DAY, who=who)
    assert desk.one(FINANCE, NUMBER).status == AssignmentStatus.AWAITING_RECEIPT


def test_a_return_has_reasons_and_makes_the_office_owe_another_hand_out(
    desk: Desk, row: Assignment
) -> None:
    with pytest.raises(ReasonMissingError):
        desk.return_(row, NEXT_DAY, reason=" ")
    desk.return_(row, NEXT_DAY)
    row = desk.one(FINANCE, NUMBER)
    assert (row.status, row.receipt.met_at) == (AssignmentStatus.RETURNED, NEXT_DAY)
    owed = Obligation.objects.get(kind="reassignment")
    assert (owed.unit_id, owed.task) == (desk.plan.reviewing_unit_id, row.task)
    assert owed.due_on == date(2022, 3, 31)
    told = Message.objects.filter(recipient=desk.office.user, channel="inbox")
    assert WORDS in told.latest("pk").body


def test_it_can_be_returned_until_the_last_hour_of_the_last_day_and_not_after(
    desk: Desk, row: Assignment
) -> None:
    head = desk.head(FINANCE)
    actions = {s.action for s in assignment_steps(head.access, row, date(2022, 3, 31), ())}
    assert AssignmentAction.RETURN not in actions
    with pytest.raises(TooLateToReturnError, match="2022年3月30日"):
        desk.return_(row, at("2022-03-31", 0, 0))
    assert desk.one(FINANCE, NUMBER).status == AssignmentStatus.AWAITING_RECEIPT
    desk.return_(row, at("2022-03-30", 23, 59))
    assert desk.one(FINANCE, NUMBER).status == AssignmentStatus.RETURNED


def test_who_has_confirmed_returns_no_more(desk: Desk, row: Assignment) -> None:
    desk.confirm(row, NEXT_DAY)
    with pytest.raises(WrongStateError):
        desk.return_(row, NEXT_DAY)


def test_the_office_may_insist_and_then_the_unit_must_confirm(desk: Desk, row: Assignment) -> None:
    desk.return_(row, NEXT_DAY)
    with pytest.raises(ReasonMissingError):
        desk.insist(row, at("2022-03-21"), reason="")
    desk.insist(row, at("2022-03-21"))
    row = desk.one(FINANCE, NUMBER)
    assert row.status == AssignmentStatus.INSISTED
    assert (row.receipt.met_at, row.receipt.due_on) == (None, date(2022, 4, 2))
    assert row.receipt.original_due_on == LAST_DAY
    assert Obligation.objects.get(kind="reassignment").met_at == at("2022-03-21")
    with pytest.raises(WrongStateError):
        desk.return_(row, at("2022-03-22"))
    desk.confirm(row, at("2022-03-22"))
    assert desk.one(FINANCE, NUMBER).status == AssignmentStatus.IN_HAND


def test_who_spoke_for_the_unit_does_not_decide_for_the_office(desk: Desk) -> None:
    """Head of a unit that leads, and officer of the leading group, in one person."""
    row = desk.one(FINANCE, NUMBER)
    both = person(row.unit, Role.HEAD, name="两个岗位")
    Membership.objects.create(user=both.user, unit_id=desk.plan.reviewing_unit_id, role=Role.OFFICE)
    both = Person(both.user, access_of(both.user, FIRST_DAY))
    other = desk.one("市发展改革委", "5.9")
    desk.return_(row, NEXT_DAY, who=both)
    with pytest.raises(NotAllowedError):
        desk.reassign(row, COMMERCE, NEXT_DAY, who=both)
    with pytest.raises(NotAllowedError):
        desk.insist(row, NEXT_DAY, who=both)
    states = assignment_states(desk.plan, NEXT_DAY)
    lines = assignment_lines(both.access, states, NEXT_DAY.date())
    may = {line.state.assignment.pk for line in lines if line.may_reassign}
    assert row.pk not in may
    assert other.pk in may
    desk.insist(row, NEXT_DAY)


def test_a_unit_has_no_way_to_pass_it_on() -> None:
    of_units = ASSIGNMENT_LIFE.open_to({"clerk", "head"}, "awaiting_receipt")
    assert {step.action for step in of_units} == {"confirm", "return"}
    for status in AssignmentStatus:
        steps = ASSIGNMENT_LIFE.open_to({"clerk", "head"}, status)
        assert "reassign" not in {step.action for step in steps}


def test_a_unit_may_not_reassign(desk: Desk, row: Assignment) -> None:
    for who in (desk.clerk(FINANCE), desk.head(FINANCE)):
        with pytest.raises(NotAllowedError):
            desk.reassign(row, COMMERCE, NEXT_DAY, who=who)
    assert not Assignment.objects.filter(status=AssignmentStatus.REASSIGNED).exists()


def test_chasing_asks_everybody_who_has_not_confirmed_and_nobody_twice_a_day(desk: Desk) -> None:
    late, done = desk.clerk(COMMERCE), desk.clerk(FINANCE)
    desk.confirm_all(FINANCE, NEXT_DAY)
    waiting = Assignment.objects.exclude(status=AssignmentStatus.IN_HAND).values("unit").distinct()

    def told(who):
        found = Message.objects.filter(recipient=who.user, key__startswith="chase-receipts/")
        return found.filter(channel="inbox").count()

    nobody = waiting.count() - 1  # only the late clerk's unit has somebody on the portal
    assert desk.chase(at("2022-03-18")) == Chased(asked=1, before=0, nobody=nobody)
    assert desk.chase(at("2022-03-18", 15)) == Chased(asked=0, before=1, nobody=nobody)
    assert (told(late), told(done)) == (1, 0)
    desk.chase(at("2022-03-21"))
    assert (told(late), told(done)) == (2, 0)


def test_there_is_nobody_to_chase_before_the_hand_out_nor_after_the_last_receipt() -> None:
    desk = Desk(load(SECOND_CITY))
    with pytest.raises(NotChasedError):
        desk.chase(NEXT_DAY)
    desk.hand_out()
    for name in set(Assignment.objects.values_list("unit__name", flat=True)):
        desk.confirm_all(name, NEXT_DAY)
    with pytest.raises(NotChasedError):
        desk.chase(NEXT_DAY)


def test_a_report_needs_no_hand_out() -> None:
    player = Player(load(), FINANCE)
    player.submit(at("2022-08-25"))
    player.accept(at("2022-08-26"))
    assert player.owed.met_at is not None


def test_it_is_finished_when_nothing_of_the_leaf_is_owed(desk: Desk, row: Assignment) -> None:
    desk.confirm(row, NEXT_DAY)
    with pytest.raises(StillOwedError):
        desk.finish(row, at("2022-04-01"))
    for owed in Obligation.objects.open().filter(unit=row.unit, kind__in=["filing", "part"]):
        owed.met_at = at("2022-12-30")
        owed.save()
    desk.finish(row, at("2022-12-31"))
    assert desk.one(FINANCE, NUMBER).status == AssignmentStatus.DONE


def test_a_past_moment_counts_what_was_confirmed_then(desk: Desk, row: Assignment) -> None:
    desk.return_(row, NEXT_DAY)
    desk.insist(row, at("2022-03-21"))
    desk.confirm(row, at("2022-04-08"))

    def counts(moment):
        return receipt_counts(assignment_states(desk.plan, moment), moment)

    assert assignment_states(desk.plan, at("2022-03-15")) == []
    assert (counts(HANDED).confirmed, counts(HANDED).total) == (0, LEAD + SHARES)
    assert counts(at("2022-03-18")).returned == 1
    # Insisted on: due again ten working days on, while all others are overdue by then.
    assert counts(at("2022-04-01")).overdue == LEAD + SHARES - 1
    assert counts(at("2022-04-08")).confirmed == 1


def test_the_successor_of_a_merged_unit_confirms_for_it(desk: Desk, row: Assignment) -> None:
    merge_unit(unit=desk.unit(FINANCE), into=desk.unit(COMMERCE), on=date(2022, 4, 1))
    desk.confirm(row, at("2022-04-02"), who=desk.clerk(COMMERCE))
    assert desk.one(FINANCE, NUMBER).status == AssignmentStatus.IN_HAND
