"""代录: the office enters a unit's paper. Timed by the paper, marked everywhere, reviewed by another."""

from __future__ import annotations

from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from common.errors import NotAllowedError, NotVisibleError
from dashboards.exports.columns import filing_columns
from dashboards.standing import plan_standing
from dashboards.standing.shapes import Punctuality, State
from events.errors import ReasonMissingError, WrongStateError
from reports.errors import EntryRefusedError, NotEditableError, SeenVersionError
from reports.models import Filing, FilingEvent, FilingVersion, Scan
from reports.permissions import allowed_actions
from reports.services.correcting import ask_correction
from reports.services.drafting import PartContent, save_part
from reports.services.entering import Paper, drop_entry, enter_from_paper, submit_entry
from reports.services.reviewing import open_review
from reports.services.signing import recall_submission
from reports.workflow import Action, Status
from tasks.models import Obligation
from tests.playing import SECOND_CITY, Person, Player, at, load, person
from units.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

UNIT = "市财政局"
RECEIVED, NOW = at("2022-08-31", 16, 30), at("2022-09-02", 10)
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
DRAFTED, PRINTED = "单位自己起草的话", "纸质件上的话"


@pytest.fixture
def player() -> Player:
    return Player(load(), UNIT)


@pytest.fixture
def reviewer(player: Player) -> Person:
    return person(player.plan.reviewing_unit_id, Role.OFFICE, name="另一位审核")


def paper(content: bytes = PDF, received_at: datetime = RECEIVED) -> Paper:
    return Paper(received_at, "局长", "汴财〔2022〕9号", "来文扫描.pdf", BytesIO(content))


def enter(player: Player, who: Person | None = None, **changed: object) -> Filing:
    who = who or player.office
    given = {
        "obligation_id": player.obligation.pk,
        "by": who.user,
        "access": who.access,
        "paper": paper(),
        "now": NOW,
    }
    return enter_from_paper(**{**given, **changed})


def write(player: Player, who: Person | None = None) -> None:
    who = who or player.office
    part = player.draft_parts()[0]
    save_part(
        part_id=part.pk,
        by=who.user,
        access=who.access,
        revision=part.revision,
        content=PartContent(narrative=PRINTED),
        now=NOW,
    )


def submit(player: Player, who: Person | None = None, now: datetime = NOW) -> FilingVersion:
    who, filing = who or player.office, player.filing
    return submit_entry(
        filing_id=filing.pk,
        by=who.user,
        access=who.access,
        seen_revision=filing.draft.revision,
        now=now,
    )


def entered(player: Player) -> FilingVersion:
    enter(player)
    write(player)
    return submit(player)


def standing_at(player: Player, moment: datetime):
    standing = plan_standing(player.plan, at=moment, today=moment.date(), with_submitted=True)
    return next(
        row for row in standing.filings if (row.unit.id, row.stage.number) == (player.unit.pk, 1)
    )


def test_the_receipt_of_the_paper_decides_on_time(player):
    version = entered(player)
    assert version.number == 1
    assert (version.received_at, version.submitted_at) == (RECEIVED, NOW)
    assert player.owed.met_at == RECEIVED
    assert not player.owed.was_met_late()
    parts = Obligation.objects.filter(parent=player.obligation, kind=Obligation.Kind.PART)
    assert {row.met_at for row in parts} == {RECEIVED}


def test_a_paper_received_after_the_date_is_late(player):
    enter(player, paper=paper(received_at=at("2022-09-01", 0, 0)))
    write(player)
    submit(player)
    assert player.owed.was_met_late()
    assert standing_at(player, NOW).punctuality == Punctuality.LATE


def test_the_past_knows_only_what_had_been_entered(player):
    entered(player)
    before = standing_at(player, at("2022-09-01", 12))
    assert (before.state, before.punctuality) == (State.MISSING, Punctuality.MISSING)
    after = standing_at(player, NOW)
    assert (after.state, after.punctuality) == (State.SUBMITTED, Punctuality.ON_TIME)


def test_it_is_marked_on_board_and_ledger_with_who_entered_it(player):
    entered(player)
    row = standing_at(player, NOW)
    assert row.version.entered_by == player.office.user.name
    cells = {column.name: column.value(row) for column in filing_columns()}
    assert (cells["entered_by"], cells["received"]) == (player.office.user.name, RECEIVED)
    assert cells["first"] == RECEIVED


def test_whoever_entered_it_never_reviews_it(player, reviewer):
    entered(player)
    common = {"filing_id": player.filing.pk, "now": NOW}
    assert allowed_actions(player.office.access, player.filing) == ()
    with pytest.raises(NotAllowedError):
        open_review(by=player.office.user, access=player.office.access, **common)
    open_review(by=reviewer.user, access=reviewer.access, **common)
    assert player.filing.status == Status.UNDER_REVIEW


def test_a_colleague_who_only_wrote_a_part_of_the_entry_does_not_review_either(player, reviewer):
    enter(player)
    write(player, reviewer)
    submit(player)
    assert Action.OPEN_REVIEW not in {
        step.action for step in allowed_actions(reviewer.access, player.filing)
    }


def test_the_units_draft_is_set_aside_and_kept(player):
    player.start(at("2022-08-29"))
    (part,) = player.draft_parts()
    player.save(part, PartContent(narrative=DRAFTED), at("2022-08-29"))
    draft = player.filing.draft
    enter(player)
    assert player.filing.draft != draft
    assert [row.narrative for row in player.draft_parts()] == [""]
    kept = FilingVersion.objects.get(pk=draft.pk)
    assert kept.set_aside_for == player.filing.draft
    assert kept.parts.get().narrative == DRAFTED


def test_a_dropped_entry_gives_the_units_draft_back(player):
    player.start(at("2022-08-29"))
    draft = player.filing.draft
    common = {"by": player.office.user, "access": player.office.access, "now": NOW}
    filing = enter(player)
    entry = filing.draft
    with pytest.raises(ReasonMissingError):
        drop_entry(filing_id=filing.pk, reason=" ", **common)
    drop_entry(filing_id=filing.pk, reason="单位改为网上填报", **common)
    assert (player.filing.status, player.filing.draft) == (Status.DRAFT, draft)
    entry.refresh_from_db()
    assert entry.set_aside_at == NOW
    assert FilingEvent.objects.latest("pk").reason == "单位改为网上填报"
    player.write(NOW)
    player.send(NOW)
    player.sign(NOW)
    assert player.filing.latest_version.entered_by is None
    assert player.owed.met_at == NOW


def test_a_dropped_entry_without_a_draft_leaves_an_empty_one(player):
    filing = enter(player)
    drop_entry(
        filing_id=filing.pk,
        by=player.office.user,
        access=player.office.access,
        reason="录错了单位",
        now=NOW,
    )
    assert [row.narrative for row in player.draft_parts()] == [""]
    assert player.filing.draft.contact == ""


def test_while_it_is_entered_the_unit_sees_it_and_does_not_write(player):
    enter(player)
    (part,) = player.draft_parts()
    with pytest.raises(NotEditableError, match="代录中"):
        player.save(part, PartContent(narrative=DRAFTED), NOW)


def test_while_the_head_has_it_no_paper_is_entered(player):
    player.start(NOW)
    player.write(NOW)
    player.send(NOW)
    with pytest.raises(WrongStateError, match="待审签"):
        enter(player)
    assert not Scan.objects.exists()


def test_what_was_submitted_is_not_entered_again(player):
    entered(player)
    with pytest.raises(WrongStateError):
        enter(player)
    with pytest.raises(WrongStateError):
        submit_entry(
            filing_id=player.filing.pk,
            by=player.office.user,
            access=player.office.access,
            seen_revision=0,
            now=NOW,
        )
    assert player.filing.versions.count() == 1


@pytest.mark.parametrize(
    ("received_at", "said"),
    [(at("2022-09-03"), "现在或以前"), (at("2022-03-13"), "印发")],
    ids=["in the future", "before the plan"],
)
def test_an_hour_that_cannot_be_is_refused_in_words(player, received_at, said):
    with pytest.raises(EntryRefusedError, match=said):
        enter(player, paper=paper(received_at=received_at))
    assert not FilingVersion.objects.exists()
    assert not Scan.objects.exists()


def test_a_corrected_paper_comes_after_the_return(player, reviewer):
    player.submit(at("2022-08-25"))
    player.open(at("2022-08-29"))
    player.decide(at("2022-08-30"), returned=("t5-10",))
    with pytest.raises(EntryRefusedError, match="退回"):
        enter(player, paper=paper(received_at=at("2022-08-29")))
    entered(player)
    correction = Obligation.objects.get(kind=Obligation.Kind.CORRECTION)
    assert correction.met_at == RECEIVED
    assert player.owed.met_at == at("2022-08-25")


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04"], ids=["empty", "text", "zip"])
def test_without_a_scan_nothing_is_entered(player, content):
    with pytest.raises(Exception, match=r"附件|扫描"):
        enter(player, paper=paper(content))
    assert not FilingVersion.objects.exists()


def test_an_entry_names_the_co_signatures_it_goes_without(player):
    entered(player)
    event = player.filing.events.latest("pk")
    assert "市工业和信息化局 5.10" in event.reason


def test_an_empty_entry_is_not_filed(player):
    enter(player)
    with pytest.raises(EntryRefusedError, match="至少一项"):
        submit(player)


def test_what_a_colleague_changed_meanwhile_is_looked_at_again(player):
    enter(player)
    write(player)
    with pytest.raises(SeenVersionError):
        submit_entry(
            filing_id=player.filing.pk,
            by=player.office.user,
            access=player.office.access,
            seen_revision=0,
            now=NOW,
        )


@pytest.mark.parametrize("who", ["clerk", "head", "bureau", "abroad"])
def test_only_the_office_enters(player, who):
    people = {
        "clerk": player.clerk,
        "head": player.head,
        "bureau": person(player.plan.supervisor_unit_id, Role.SUPERVISOR),
    }
    if who == "abroad":
        stranger = person(load(SECOND_CITY).reviewing_unit_id, Role.OFFICE)
        with pytest.raises(NotVisibleError):
            enter(player, stranger)
    else:
        with pytest.raises(NotAllowedError):
            enter(player, people[who])
    assert not FilingVersion.objects.exists()


def test_the_unit_recalls_it_until_it_is_opened_and_then_owes_again(player):
    entered(player)
    recall_submission(
        filing_id=player.filing.pk,
        by=player.clerk.user,
        access=player.clerk.access,
        reason="录错一个数",
        now=NOW,
    )
    assert player.owed.met_at is None
    assert player.filing.draft.entered_by is None
    assert player.draft_parts()[0].narrative == PRINTED


def test_the_unit_may_ask_for_a_correction_of_it(player, reviewer):
    entered(player)
    player.office = reviewer
    player.accept(NOW)
    ask_correction(
        filing_id=player.filing.pk,
        by=player.clerk.user,
        access=player.clerk.access,
        reason="数字录错",
        now=NOW,
    )
    assert player.filing.status == Status.CORRECTION_ASKED


# -- in the browser ----------------------------------------------------------------------------------


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def test_the_office_enters_in_the_browser_and_everybody_sees_whose_hand_it_was(
    player, reviewer, settings: Settings
):
    settings.REHEARSAL_CLOCK = NOW.date()
    player.start(at("2022-08-29"))
    (part,) = player.draft_parts()
    player.save(part, PartContent(narrative=DRAFTED), at("2022-08-29"))
    office, clerk = signed_in(player.office), signed_in(player.clerk)
    address = reverse("enter_from_paper", args=[player.obligation.pk])
    assert address in office.get(reverse("register", args=[player.plan.pk])).content.decode()
    typed = {
        "received_on": "2022-12-01",
        "received_at": "16:30",
        "signed_by_name": "局长",
        "scan": SimpleUploadedFile("来文.pdf", PDF),
    }
    refused = office.post(address, typed)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "局长" in refused.content.decode()
    begun = office.post(
        address,
        typed | {"received_on": "2022-08-31", "scan": SimpleUploadedFile("来文.pdf", PDF)},
    )
    filing_address = reverse("filing", args=[player.filing.pk])
    assert begun.headers["Location"] == filing_address
    write(player)
    page = office.get(filing_address).content.decode()
    assert "代录完毕" in page
    assert DRAFTED not in page
    steps = reverse("filing_step", args=[player.filing.pk, "submit_entry"])
    done = office.post(steps, {"revision": player.filing.draft.revision})
    assert done.status_code == HTTPStatus.FOUND
    version = player.filing.latest_version
    for address in (
        filing_address,
        reverse("receipt", args=[player.filing.pk, 1]),
        reverse("board", args=[player.plan.pk]),
    ):
        assert "代录" in signed_in(reviewer).get(address).content.decode(), address
    own = clerk.get(filing_address).content.decode()
    assert "搁置的草稿" in own
    kept = reverse("set_aside_draft", args=[player.filing.pk, version.set_aside.get().pk])
    assert DRAFTED in clerk.get(kept).content.decode()
    assert office.get(kept).status_code == HTTPStatus.NOT_FOUND
    scan = reverse("scan", args=[player.filing.pk, version.pk])
    for reader in (clerk, signed_in(reviewer)):
        assert reader.get(scan).getvalue() == PDF
