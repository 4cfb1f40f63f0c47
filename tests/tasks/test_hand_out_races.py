"""Two officers, or a unit and the office, at the very same moment. Row locks need PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import OperationalError, connection, connections, transaction

from events.models import Event
from reports.models import Filing
from reports.services.co_signing import locked_co_signature
from reports.services.reassigning import reassign_leaf
from reports.services.signing import sign_and_submit
from tasks.models import Assignment, Extension, HandOut, Obligation, Reassignment
from tasks.planfile.amend import amend_plan
from tasks.planfile.export import export_plan
from tasks.services.assignments import confirm, insist, return_assignment
from tasks.services.extending import grant_extension, take_extension_back
from tasks.services.handing_out import hand_out
from tests.co_signing import ask, head_of, sign, sign_all
from tests.playing import Player, at, person
from tests.reports.test_races import all_at_once
from tests.tasks.handing import WORDS, Desk
from units.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has no row locks: one writer at a time"
    ),
]

FINANCE, NUMBER = "市财政局", "5.10"
NOW = at("2022-08-24")


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_two_officers_hand_out_once(desk: Desk) -> None:
    other = person(desk.plan.reviewing_unit_id, Role.OFFICE, name="other")
    calls = [
        lambda who=who: hand_out(plan_id=desk.plan.pk, by=who.user, access=who.access, now=NOW)
        for who in (desk.office, other)
    ]
    assert all_at_once(*calls) == ["AlreadyHandedOutError", "done"]
    assert HandOut.objects.count() == 1


def reassigning(desk: Desk, row: Assignment, unit: str, name: str) -> Callable[[], object]:
    who = person(desk.plan.reviewing_unit_id, Role.OFFICE, name=name)
    to_unit = desk.unit(unit).pk
    return lambda: reassign_leaf(
        assignment_id=row.pk,
        to_unit_id=to_unit,
        by=who.user,
        access=who.access,
        reason=WORDS,
        now=NOW,
    )


def test_two_officers_re_assign_to_one_unit_only(desk: Desk) -> None:
    desk.hand_out(NOW)
    row = desk.one(FINANCE, NUMBER)
    calls = [
        reassigning(desk, row, unit, name)
        for unit, name in (("市商务局", "first"), ("市科技局", "second"))
    ]
    assert all_at_once(*calls) == ["WrongStateError", "done"]
    moved = Reassignment.objects.get()
    parts = Obligation.objects.open().filter(kind="part", task__key="t5-10")
    assert {o.unit for o in parts} == {moved.to_unit, desk.unit("市工业和信息化局")}


def test_a_signature_and_a_re_assignment_exclude_each_other(desk: Desk) -> None:
    desk.hand_out(NOW)
    player = Player(desk.plan, FINANCE)
    player.start(NOW)
    player.write(NOW)
    player.send(NOW)
    sign_all(player, NOW)
    filing = player.filing

    def sign() -> object:
        return sign_and_submit(
            filing_id=filing.pk,
            by=player.head.user,
            access=player.head.access,
            seen_revision=filing.draft.revision,
            now=NOW,
        )

    outcome = all_at_once(sign, reassigning(desk, desk.one(FINANCE, NUMBER), "市科技局", "officer"))
    august = Obligation.objects.in_force().filter(
        kind="part", task__key="t5-10", deadline=player.obligation.deadline
    )
    owing = {o.unit.name for o in august} - {"市工业和信息化局"}
    if Filing.objects.get(pk=filing.pk).latest_version_id:
        assert (outcome, owing) == (["done", "done"], {FINANCE})
    else:
        assert (outcome, owing) == (["WithdrawnError", "done"], {"市科技局"})


def waits(call: Callable[[], object]) -> bool:
    """Whether a call, on a connection of its own, waits for what this transaction has locked."""

    def run() -> bool:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '500ms'")
            call()
        except OperationalError as error:
            return getattr(error.__cause__, "sqlstate", "") == "55P03"
        else:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def test_a_co_signature_and_a_re_assignment_exclude_each_other(desk: Desk) -> None:
    """What is being signed is not handed to another unit before it is signed."""
    desk.hand_out(NOW)
    player = Player(desk.plan, FINANCE)
    player.start(NOW)
    player.write(NOW)
    (row,) = ask(player, NOW)
    head = head_of(row)
    moving = reassigning(desk, desk.one("市工业和信息化局", NUMBER), "市商务局", "officer")
    with transaction.atomic():
        locked_co_signature(row.pk, head.access)
        assert waits(moving)
        sign(row, NOW)
    moving()
    owed = Obligation.objects.get(pk=row.obligation_id)
    assert (owed.met_at, owed.withdrawn_at) == (NOW, None)


def test_an_amendment_keeps_nobody_in_another_plan_waiting(desk: Desk) -> None:
    """Every row written names its government: an amendment that locked it whole would stop the city."""
    content = export_plan(desk.plan)
    content["document"]["session"] = "另一次会议"
    government = desk.plan.government_id
    step = {"subject_kind": "x", "subject_id": 1, "action": "x", "from_status": "", "at": NOW}
    with transaction.atomic():
        amend_plan(content=content, reason=WORDS, now=NOW)
        assert not waits(lambda: Event.objects.create(government_id=government, **step))


def test_a_return_is_answered_once(desk: Desk) -> None:
    desk.hand_out(NOW)
    row = desk.one(FINANCE, NUMBER)
    desk.return_(row, NOW)
    who = desk.office
    outcome = all_at_once(
        lambda: insist(assignment_id=row.pk, by=who.user, access=who.access, reason=WORDS, now=NOW),
        reassigning(desk, row, "市商务局", "second"),
    )
    # A unit that was insisted on can still be relieved of it; never the other way round.
    assert outcome in (["WrongStateError", "done"], ["done", "done"])
    assert Assignment.objects.get(pk=row.pk).status in {"insisted", "reassigned"}


def test_a_receipt_and_a_return_exclude_each_other(desk: Desk) -> None:
    desk.hand_out(NOW)
    row = desk.one(FINANCE, NUMBER)
    clerk, head = desk.clerk(FINANCE), desk.head(FINANCE)
    outcome = all_at_once(
        lambda: confirm(assignment_id=row.pk, by=clerk.user, access=clerk.access, now=NOW),
        lambda: return_assignment(
            assignment_id=row.pk, by=head.user, access=head.access, reason=WORDS, now=NOW
        ),
    )
    assert outcome == ["WrongStateError", "done"]


def test_an_extension_is_granted_or_taken_back(desk: Desk) -> None:
    owed = Obligation.objects.select_related("unit").get(
        unit__name=FINANCE, kind="filing", due_on="2022-08-31"
    )
    row = desk.ask(owed, date(2022, 9, 5), NOW)
    head, office = desk.head(FINANCE), desk.office
    outcome = all_at_once(
        lambda: grant_extension(
            extension_id=row.pk,
            granted_on=row.asked_on,
            by=office.user,
            access=office.access,
            now=NOW,
        ),
        lambda: take_extension_back(extension_id=row.pk, by=head.user, access=head.access, now=NOW),
    )
    assert outcome == ["WrongStateError", "done"]
    owed.refresh_from_db()
    is_granted = Extension.objects.get().status == "granted"
    assert (owed.due_on == date(2022, 9, 5)) == is_granted


def test_two_heads_ask_once(desk: Desk) -> None:
    owed = Obligation.objects.select_related("unit").get(
        unit__name=FINANCE, kind="filing", due_on="2022-08-31"
    )
    heads = [person(owed.unit, Role.HEAD, name=f"head-{n}") for n in range(2)]
    calls = [lambda who=who: desk.ask(owed, date(2022, 9, 5), NOW, who=who) for who in heads]
    assert all_at_once(*calls) == ["AlreadyAskedError", "done"]
