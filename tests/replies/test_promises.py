"""承诺事项: entered with the reply, reported on, claimed, checked; re-dated by the office alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from common.errors import NotAllowedError, NotVisibleError
from events.errors import ReasonMissingError, WrongStateError
from events.models import Event
from motions.models import Plan
from motions.workflow import Status as PlanStatus
from replies.errors import DateRefusedError
from replies.models import Promise
from replies.services.promises import (
    claim_kept,
    confirm_kept,
    redate_promise,
    reject_claim,
    report_progress,
)
from tasks.duties import duty_groups
from tasks.models import Obligation
from tests.answering import PROMISED, PROMISED_BY, Answering
from tests.playing import Person, at, person
from units.models import Unit
from units.roles import Role

pytestmark = pytest.mark.django_db

LATER = at("2023-02-01")


@pytest.fixture
def promised(answering: Answering) -> Answering:
    answering.issue()
    return answering


def does(promised: Answering, who: Person, **more: object) -> dict[str, object]:
    promise = {"promise_id": promised.promise.pk, "by": who.user, "access": who.access}
    return {**promise, "now": LATER, **more}


def owed(promised: Answering) -> Obligation:
    return Obligation.objects.get(pk=promised.promise.obligation_id)


def test_a_draft_promises_nothing_yet(answering):
    answering.start()
    answering.write()
    assert Promise.objects.get().obligation is None
    assert not Obligation.objects.filter(kind="promise").exists()


def test_with_the_reply_it_is_owed_by_its_date_in_whatever_year(promised):
    row = owed(promised)
    assert (row.kind, row.unit_id, row.due_on) == ("promise", promised.host, PROMISED_BY)
    assert PROMISED_BY.year > promised.owed.due_on.year
    assert promised.promise.text == PROMISED


def test_it_stands_in_the_units_work_a_month_before(promised):
    access = promised.clerk.access
    kinds = [group.kind for group in duty_groups(access, PROMISED_BY - timedelta(days=31))]
    assert "承诺事项" in kinds


def test_reported_claimed_sent_back_claimed_again_and_closed(promised):
    report_progress(**does(promised, promised.clerk, reason="已招标。"))
    claim_kept(**does(promised, promised.head, reason="已建成。"))
    assert owed(promised).met_at == LATER
    reject_claim(**does(promised, promised.office, reason="还缺验收。"))
    assert owed(promised).is_open
    claim_kept(**does(promised, promised.head, reason="已验收。"))
    confirm_kept(**does(promised, promised.office))
    assert (promised.promise.status, promised.promise.kept_at) == ("kept", LATER)
    said = Event.objects.of(promised.promise).values_list("reason", flat=True)
    assert {"已招标。", "已建成。", "还缺验收。", "已验收。"} <= set(said)


def test_nobody_does_anothers_step(promised):
    other = person(Unit.objects.get(name="市财政局"), Role.HEAD)
    for service, who, error in (
        (report_progress, promised.head, NotAllowedError),
        (report_progress, other, NotVisibleError),
        (claim_kept, promised.clerk, NotAllowedError),
        (claim_kept, promised.keeper, NotAllowedError),
        (reject_claim, promised.head, NotAllowedError),
    ):
        with pytest.raises(error):
            service(**does(promised, who, reason="x"))
    with pytest.raises(NotAllowedError):
        confirm_kept(**does(promised, promised.head))
    with pytest.raises(WrongStateError):
        confirm_kept(**does(promised, promised.office))
    with pytest.raises(ReasonMissingError):
        claim_kept(**does(promised, promised.head, reason=" "))
    assert promised.promise.status == "open"


@pytest.mark.parametrize("service", [report_progress, claim_kept])
def test_whoever_spoke_for_the_unit_decides_nothing_for_the_office(promised, service):
    """Host and office are one bureau in Kaifeng, and one person may hold posts in both."""
    roles = (Role.CLERK, Role.HEAD, Role.OFFICE)
    both = person(promised.host, *roles, name="both")
    assert promised.host == promised.plan.reviewing_unit_id
    service(**does(promised, both, reason="已建成。"))
    if service is report_progress:
        claim_kept(**does(promised, promised.head, reason="已建成。"))
    for decide in (
        lambda: confirm_kept(**does(promised, both)),
        lambda: reject_claim(**does(promised, both, reason="不行。")),
    ):
        with pytest.raises(NotAllowedError):
            decide()
    confirm_kept(**does(promised, promised.office))
    assert promised.promise.status == "kept"


def test_only_the_office_moves_the_date_with_words_and_the_printed_one_stays(promised):
    to = {"due_on": date(2023, 6, 30), "reason": "设备延期到货。"}
    for who in (promised.clerk, promised.head, promised.keeper):
        with pytest.raises(NotAllowedError):
            redate_promise(**does(promised, who, **to))
    with pytest.raises(ReasonMissingError):
        redate_promise(**does(promised, promised.office, **to | {"reason": ""}))
    with pytest.raises(DateRefusedError):
        redate_promise(**does(promised, promised.office, **to | {"due_on": LATER.date()}))
    redate_promise(**does(promised, promised.office, **to))
    row = owed(promised)
    assert (row.original_due_on, row.due_on) == (PROMISED_BY, to["due_on"])
    assert promised.promise.due_on == PROMISED_BY
    assert [d.due_on for d in promised.promise.dates.all()] == [PROMISED_BY, to["due_on"]]


def test_a_promise_goes_on_when_its_plan_is_archived(promised):
    plan = Plan.objects.get(pk=promised.plan.pk)
    plan.status = PlanStatus.CLOSED
    plan.save()
    report_progress(**does(promised, promised.clerk, reason="继续办理。"))
    claim_kept(**does(promised, promised.head, reason="已建成。"))
    confirm_kept(**does(promised, promised.office))
    assert promised.promise.status == "kept"
