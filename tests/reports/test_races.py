"""Two people, or one double click, at the very same moment. Row locks need PostgreSQL."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connection, connections

from common.errors import PortalError
from events.models import Event
from reports.models import Attachment, CoSignature, FilingEvent, Part
from reports.services.attachments import attach_files
from reports.services.correcting import ask_correction
from reports.services.drafting import PartContent, recall_from_signature, save_part
from reports.services.reviewing import open_review
from reports.services.signing import recall_submission, sign_and_submit
from reports.workflow import Action, Status
from tasks.closings import stage_closings
from tasks.models import Obligation
from tests import co_signing
from tests.contributing import Contributor
from tests.playing import Player, at, load, person
from tests.reports.closing import City
from units.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has no row locks: one writer at a time"
    ),
]

NOW = at("2022-08-25")
LAST_DAY = at("2022-08-31")
AT_ONCE = 4


def all_at_once(*calls: Callable[[], object]) -> list[str]:
    """Run the calls together; for each “done” or the name of the refusal."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], object]) -> str:
        try:
            barrier.wait()
            call()
        except PortalError as refusal:
            return type(refusal).__name__
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


@pytest.fixture
def player() -> Player:
    return Player(load(), "市财政局")


def test_starting_at_once_opens_one_draft(player: Player) -> None:
    assert all_at_once(*[lambda: player.start(NOW)] * AT_ONCE) == ["done"] * AT_ONCE
    assert player.filing.versions.count() == 1
    assert FilingEvent.objects.filter(action=Action.START).count() == 1


def test_signing_at_once_submits_once(player: Player) -> None:
    player.start(NOW)
    player.write(NOW)
    player.send(NOW)
    co_signing.sign_all(player, NOW)
    revision = player.filing.draft.revision
    signing = _signing(player, revision)
    assert all_at_once(*[signing] * AT_ONCE) == ["WrongStateError"] * (AT_ONCE - 1) + ["done"]
    assert list(player.filing.versions.values_list("number", flat=True)) == [1]


def _signing(player: Player, revision: int) -> Callable[[], object]:
    filing_id = player.filing.pk
    return lambda: sign_and_submit(
        filing_id=filing_id,
        by=player.head.user,
        access=player.head.access,
        seen_revision=revision,
        now=NOW,
    )


def test_a_recall_and_the_opening_of_the_review_exclude_each_other(player: Player) -> None:
    player.submit(NOW)
    filing_id = player.filing.pk
    outcome = all_at_once(
        lambda: recall_submission(
            filing_id=filing_id,
            by=player.clerk.user,
            access=player.clerk.access,
            reason="数字写错",
            now=NOW,
        ),
        lambda: open_review(
            filing_id=filing_id, by=player.office.user, access=player.office.access, now=NOW
        ),
    )
    # The office no longer sees a filing that was recalled first.
    assert outcome in (["WrongStateError", "done"], ["NotVisibleError", "done"])


def test_the_head_signs_what_the_clerk_takes_back_or_the_clerk_is_too_late(player: Player) -> None:
    player.start(NOW)
    player.write(NOW)
    player.send(NOW)
    co_signing.sign_all(player, NOW)
    filing_id, signing = player.filing.pk, _signing(player, player.filing.draft.revision)

    def take_back() -> None:
        recall_from_signature(
            filing_id=filing_id, by=player.clerk.user, access=player.clerk.access, now=NOW
        )

    assert all_at_once(signing, take_back) == ["WrongStateError", "done"]
    filing = player.filing
    is_submitted = filing.status == Status.SUBMITTED
    assert is_submitted == (filing.draft is None)
    assert (player.owed.met_at is not None) == is_submitted


def test_a_file_that_comes_while_the_report_goes_to_the_head_is_in_it_or_refused(
    player: Player,
) -> None:
    player.start(NOW)
    player.write(NOW)
    part = player.draft_parts()[0]
    before = player.filing.draft.revision

    def put() -> None:
        attach_files(
            part_id=part.pk,
            by=player.clerk.user,
            access=player.clerk.access,
            files=[("名单.pdf", io.BytesIO(b"%PDF-1.4\nwhole\n%%EOF\n"))],
            now=NOW,
        )

    outcome = all_at_once(put, lambda: player.send(NOW))
    assert outcome in (["done", "done"], ["NotEditableError", "done"])
    is_in_it = outcome == ["done", "done"]
    assert Attachment.objects.filter(part=part).exists() == is_in_it
    assert player.filing.draft.revision == before + 1 + is_in_it  # sending counts as well


def test_a_report_comes_before_its_stage_is_closed_or_after_it() -> None:
    """Closing with a report missing is refused where that report has just arrived."""
    city = City()
    city.report(0, skip=tuple(city.leads[:1]))
    late = city.player(city.leads[0])
    now = city.after(0)
    late.start(now)
    late.write(now)
    late.send(now)
    co_signing.sign_all(late, now)
    revision = late.filing.draft.revision
    filing_id = late.filing.pk

    def sign() -> None:
        sign_and_submit(
            filing_id=filing_id,
            by=late.head.user,
            access=late.head.access,
            seen_revision=revision,
            now=now,
        )

    outcome = all_at_once(sign, lambda: city.close_stage(0, words="一个单位没有报。"))
    assert outcome in (["done", "done"], ["WithOfficeError", "done"])
    assert late.filing.status == Status.SUBMITTED
    assert (stage_closings(city.plan).count() == 1) == (outcome == ["done", "done"])


def test_saving_one_part_at_once_keeps_one_and_tells_the_others(player: Player) -> None:
    player.start(NOW)
    part = player.draft_parts()[0]
    people = [person(player.unit, Role.CLERK, name=f"clerk-{n}") for n in range(AT_ONCE)]
    saves = [
        lambda who=who: save_part(
            part_id=part.pk,
            by=who.user,
            access=who.access,
            revision=0,
            content=PartContent(narrative=f"{who.user.name} 写的"),
            now=NOW,
        )
        for who in people
    ]
    assert all_at_once(*saves) == ["EditConflictError"] * (AT_ONCE - 1) + ["done"]
    saved = Part.objects.get(pk=part.pk)
    assert saved.narrative == f"{saved.saved_by.name} 写的"
    assert saved.revision == 1


def test_a_stage_is_closed_before_or_after_an_acceptance_and_never_through_it() -> None:
    """Closing waits for the acceptance under way, or is refused because the report is still there."""
    city = City()
    city.report(0, skip=tuple(city.leads[:1]))
    player = city.player(city.leads[0])
    player.submit(city.before(0))
    player.open(city.before(0))
    version = player.filing.latest_version
    accept, close = lambda: player.decide(city.after(0, 1)), lambda: city.close_stage(0)
    outcome = all_at_once(accept, close)
    assert outcome in (["done", "done"], ["WithOfficeError", "done"])
    version.refresh_from_db()
    closing = stage_closings(city.plan).first()
    assert (closing is None) == ("WithOfficeError" in outcome)
    assert closing is None or closing.closed_at >= version.decided_at


def test_closing_at_once_closes_once() -> None:
    city = City()
    city.report(0)
    outcome = all_at_once(*[lambda: city.close_stage(0)] * AT_ONCE)
    assert outcome == ["WrongStateError"] * (AT_ONCE - 1) + ["done"]
    assert stage_closings(city.plan).count() == 1


def test_nothing_slips_into_an_archive() -> None:
    city = City()
    now = city.finish()
    player = city.player(city.leads[0])
    asked, closed = "correction_asked", "closed"
    outcome = all_at_once(lambda: _asking(player, now), lambda: city.close_plan(now))
    city.plan.refresh_from_db()
    assert outcome in (["PlanClosedError", "done"], ["PlanNotReadyError", "done"])
    assert (player.filing.status == asked) != (city.plan.status == closed)


def _asking(player: Player, now: datetime) -> object:
    return ask_correction(
        filing_id=player.filing.pk,
        by=player.clerk.user,
        access=player.clerk.access,
        reason="数字有误",
        now=now,
    )


def test_signing_and_co_signing_at_once_leave_one_truth(player: Player) -> None:
    """Either the report went with the gap, or the co-signature was in it."""
    player.start(LAST_DAY)
    player.write(LAST_DAY)
    (row,) = co_signing.ask(player, LAST_DAY)
    player.send(LAST_DAY)

    def sign() -> None:
        player.sign(LAST_DAY, co_signed=False)

    answers = all_at_once(sign, lambda: co_signing.sign(row, LAST_DAY))
    kept = CoSignature.objects.get(pk=row.pk)
    owed = Obligation.objects.get(pk=row.obligation_id)
    if answers == ["done", "done"]:
        assert (kept.status, owed.met_at) == ("signed", LAST_DAY)
    else:
        assert answers == ["CoSignatureClosedError", "done"]
        assert (kept.status, owed.withdrawn_at) == ("awaiting", LAST_DAY)


def test_sending_a_contribution_at_once_sends_it_once(player: Player) -> None:
    county = Contributor(player.plan, "兰考县人民政府", "t5-10")
    county.write(NOW)
    answers = all_at_once(*[lambda: county.send(NOW)] * AT_ONCE)
    assert answers.count("done") == 1
    assert county.contribution.versions.count() == 1
    assert Event.objects.filter(action="send").count() == 1


def test_beginning_a_contribution_at_once_makes_one_draft(player: Player) -> None:
    county = Contributor(player.plan, "兰考县人民政府", "t5-10")
    answers = all_at_once(*[lambda: county.write(NOW)] * AT_ONCE)
    assert answers.count("done") == 1
    assert county.contribution.versions.count() == 1
