"""A later day: asked for in time by the head, decided by the office, the first day always beside it."""

from __future__ import annotations

from datetime import date

import pytest

from common.errors import NotAllowedError, NotVisibleError
from events.errors import ReasonMissingError, WrongStateError
from notifications.models import Message
from tasks.errors import (
    AlreadyAskedError,
    AskedTooLateError,
    DateRefusedError,
    NotExtendableError,
)
from tasks.models import Extension, Obligation
from tasks.services.extending import (
    ask_extension,
    grant_extension,
    refuse_extension,
    take_extension_back,
)
from tasks.workflow import ExtensionStatus
from tests.playing import SECOND_CITY, Person, Player, at, load, person
from tests.tasks.handing import Desk
from units.models import Membership
from units.roles import Role

pytestmark = pytest.mark.django_db

UNIT, OTHER = "市财政局", "市商务局"
IN_TIME, DUE, LATER = at("2022-08-29"), date(2022, 8, 31), date(2022, 9, 5)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def owed(desk: Desk) -> Obligation:
    return Obligation.objects.select_related("unit").get(
        plan=desk.plan, unit__name=UNIT, kind="filing", due_on=DUE
    )


def by(who: Person, now=IN_TIME) -> dict[str, object]:
    return {"by": who.user, "access": who.access, "now": now}


def grant(desk: Desk, row: Extension, day: date = LATER, now=IN_TIME) -> Extension:
    return grant_extension(extension_id=row.pk, granted_on=day, **by(desk.office, now))


def test_granted_it_moves_the_filing_and_its_parts_and_keeps_the_first_day(
    desk: Desk, owed: Obligation
) -> None:
    row = desk.ask(owed, LATER, IN_TIME)
    owed.refresh_from_db()
    assert (row.status, owed.due_on) == (ExtensionStatus.ASKED, DUE)
    grant(desk, row)
    moved = [owed, *owed.children.filter(kind="part")]
    for one in moved:
        one.refresh_from_db()
        assert (one.original_due_on, one.due_on) == (DUE, LATER)
        assert "台账还在核对" in one.reason
    assert len(moved) > 1
    others = Obligation.objects.filter(kind="filing", due_on=LATER)
    assert [one.unit.name for one in others] == [UNIT]


def test_the_office_may_grant_another_day(desk: Desk, owed: Obligation) -> None:
    row = grant(desk, desk.ask(owed, LATER, IN_TIME), date(2022, 9, 2))
    owed.refresh_from_db()
    assert (owed.due_on, row.granted_on, row.asked_on) == (
        date(2022, 9, 2),
        date(2022, 9, 2),
        LATER,
    )


def test_lateness_counts_against_the_day_in_force(desk: Desk, owed: Obligation) -> None:
    grant(desk, desk.ask(owed, LATER, IN_TIME))
    player = Player(desk.plan, UNIT)
    player.submit(at("2022-09-05", 23, 59))
    assert not player.owed.was_met_late()
    other = Player(desk.plan, OTHER)
    other.submit(at("2022-09-05"))
    assert other.owed.was_met_late()


def test_inner_dates_hang_on_the_filing(desk: Desk, owed: Obligation) -> None:
    """Contributions ten working days before it, co-signatures three, by the shipped rules."""
    for kind in ("contribution", "co_signature"):
        unit = desk.unit("杞县人民政府")
        Obligation.objects.update_or_create(
            plan=desk.plan,
            key=f"{kind}/t5-10/{owed.deadline.order}/{unit.pk}",
            defaults={
                "government": desk.plan.government,
                "kind": kind,
                "unit": unit,
                "deadline": owed.deadline,
                "task": owed.children.get(kind="part").task,
                "original_due_on": date(2022, 8, 17),
                "due_on": date(2022, 8, 17),
            },
        )
    grant(desk, desk.ask(owed, LATER, IN_TIME))
    moved = Obligation.objects.filter(unit__name="杞县人民政府", task__key="t5-10")
    assert {row.kind: row.due_on for row in moved.filter(deadline=owed.deadline)} == {
        "contribution": date(2022, 8, 22),
        "co_signature": date(2022, 8, 31),
    }


def test_who_got_the_work_late_keeps_their_day(desk: Desk, owed: Obligation) -> None:
    """A contribution handed on after its day is due by the receipt's day, which is the later one."""
    desk.hand_out()
    successor = desk.reassign(desk.one("杞县人民政府", "5.10", "responsible"), OTHER, IN_TIME)
    handed_on = Obligation.objects.get(
        kind="contribution", unit__name=OTHER, task__key="t5-10", deadline=owed.deadline
    )
    assert handed_on.due_on == successor.receipt.due_on > LATER
    grant(desk, desk.ask(owed, LATER, IN_TIME))
    handed_on.refresh_from_db()
    assert handed_on.due_on == successor.receipt.due_on


@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICE])
def test_only_the_head_asks(desk: Desk, owed: Obligation, role: str) -> None:
    unit_id = owed.unit_id if role == Role.CLERK else desk.plan.reviewing_unit_id
    with pytest.raises(NotAllowedError):
        desk.ask(owed, LATER, IN_TIME, who=person(unit_id, role))
    assert not Extension.objects.exists()


def test_another_unit_or_city_does_not_know_of_it(desk: Desk, owed: Obligation) -> None:
    abroad = load(SECOND_CITY)
    row = desk.ask(owed, LATER, IN_TIME)
    for who in (desk.head(OTHER), person(abroad.reviewing_unit_id, Role.OFFICE)):
        with pytest.raises(NotVisibleError):
            desk.ask(owed, LATER, IN_TIME, who=who)
        with pytest.raises(NotVisibleError):
            grant_extension(extension_id=row.pk, granted_on=LATER, **by(who))
    assert Extension.objects.get().status == ExtensionStatus.ASKED


def test_only_the_office_decides(desk: Desk, owed: Obligation) -> None:
    row = desk.ask(owed, LATER, IN_TIME)
    for who in (desk.head(UNIT), person(desk.plan.supervisor_unit_id, Role.SUPERVISOR)):
        with pytest.raises(NotAllowedError):
            grant_extension(extension_id=row.pk, granted_on=LATER, **by(who))
        with pytest.raises(NotAllowedError):
            refuse_extension(extension_id=row.pk, reason="不同意。", **by(who))


def test_whoever_asked_for_the_office_as_a_unit_does_not_decide(desk: Desk) -> None:
    """市工业和信息化局 is the office, and leads leaves itself."""
    bureau = desk.plan.reviewing_unit_id
    both = person(bureau, Role.HEAD, Role.OFFICE, name="both")
    own = Obligation.objects.select_related("unit").get(unit=bureau, kind="filing", due_on=DUE)
    row = desk.ask(own, LATER, IN_TIME, who=both)
    with pytest.raises(NotAllowedError):
        grant_extension(extension_id=row.pk, granted_on=LATER, **by(both))
    grant(desk, row)
    assert Membership.objects.filter(user=both.user).count() == 2


def test_on_the_day_or_after_it_is_refused_in_words(desk: Desk, owed: Obligation) -> None:
    for moment in (at("2022-09-01", 0, 0), at("2022-08-31", 0, 0)):
        with pytest.raises(AskedTooLateError, match="2022年8月31日"):
            desk.ask(owed, LATER, moment)
    desk.ask(owed, LATER, at("2022-08-30", 23, 59))


def test_once_filed_there_is_nothing_to_extend(desk: Desk, owed: Obligation) -> None:
    Player(desk.plan, UNIT).submit(at("2022-08-25"))
    with pytest.raises(NotExtendableError):
        desk.ask(owed, LATER, IN_TIME)


def test_the_reply_has_the_printed_day(desk: Desk) -> None:
    reply = Obligation.objects.select_related("unit").filter(kind="reply").first()
    with pytest.raises(NotExtendableError):
        desk.ask(reply, date(2022, 10, 1), IN_TIME)


def test_a_later_day_and_words_are_needed(desk: Desk, owed: Obligation) -> None:
    for day in (DUE, date(2022, 8, 1), date(9999, 1, 1)):
        with pytest.raises(DateRefusedError):
            desk.ask(owed, day, IN_TIME)
    with pytest.raises(ReasonMissingError):
        ask_extension(obligation_id=owed.pk, asked_on=LATER, reason=" ", **by(desk.head(UNIT)))
    row = desk.ask(owed, LATER, IN_TIME)
    with pytest.raises(DateRefusedError):
        grant(desk, row, DUE)
    with pytest.raises(ReasonMissingError):
        refuse_extension(extension_id=row.pk, reason="", **by(desk.office))
    assert Extension.objects.get().status == ExtensionStatus.ASKED


def test_one_request_is_open_at_a_time(desk: Desk, owed: Obligation) -> None:
    row = desk.ask(owed, LATER, IN_TIME)
    with pytest.raises(AlreadyAskedError):
        desk.ask(owed, date(2022, 9, 8), IN_TIME)
    take_extension_back(extension_id=row.pk, **by(desk.head(UNIT)))
    again = desk.ask(owed, date(2022, 9, 8), IN_TIME)
    grant(desk, again, date(2022, 9, 8))
    owed.refresh_from_db()
    assert owed.due_on == date(2022, 9, 8)


def test_decided_it_is_decided(desk: Desk, owed: Obligation) -> None:
    row = desk.ask(owed, LATER, IN_TIME)
    refuse_extension(extension_id=row.pk, reason="按期报送。", **by(desk.office))
    for step in (
        lambda: grant(desk, row),
        lambda: refuse_extension(extension_id=row.pk, reason="不。", **by(desk.office)),
        lambda: take_extension_back(extension_id=row.pk, **by(desk.head(UNIT))),
    ):
        with pytest.raises(WrongStateError):
            step()
    owed.refresh_from_db()
    assert owed.due_on == DUE


def test_granted_after_the_day_it_still_counts_for_who_asked_in_time(
    desk: Desk, owed: Obligation
) -> None:
    row = desk.ask(owed, LATER, IN_TIME)
    player = Player(desk.plan, UNIT)
    player.submit(at("2022-09-02"))
    assert player.owed.was_met_late()
    grant(desk, row, now=at("2022-09-02", 15))
    assert not player.owed.was_met_late()


def test_both_sides_are_told(desk: Desk, owed: Obligation) -> None:
    head = desk.head(UNIT)
    grant(desk, desk.ask(owed, LATER, IN_TIME, who=head))
    office = Message.objects.filter(recipient=desk.office.user, channel="inbox").latest("pk")
    unit = Message.objects.filter(recipient=head.user, channel="inbox").latest("pk")
    assert "申请延期" in office.subject
    assert "原定 2022年8月31日，延至 2022年9月5日" in unit.body
