"""The life of a staged report through its services, the way back included."""

from __future__ import annotations

from datetime import date

import pytest

from common.errors import NotAllowedError, NotVisibleError
from events.errors import ReasonMissingError, WrongStateError
from notifications.models import Message
from reports.errors import (
    DecisionMissingError,
    EditConflictError,
    NotEditableError,
    PartLockedError,
    SeenVersionError,
    UnexplainedWarningsError,
)
from reports.models import Filing, FilingEvent
from reports.pages import filing_view
from reports.permissions import allowed_actions
from reports.services.correcting import ask_correction, grant_correction, refuse_correction
from reports.services.drafting import (
    PartContent,
    give_back,
    recall_from_signature,
    save_cover,
    save_part,
)
from reports.services.reviewing import finish_review, open_review
from reports.services.signing import recall_submission, sign_and_submit
from reports.workflow import Action, Decision, Status
from tasks.models import Obligation
from tests.playing import SECOND_CITY, Person, Player, at, load, person
from units.permissions import access_of
from units.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

UNIT = "市财政局"
MORNING = at("2022-08-25")


@pytest.fixture
def player() -> Player:
    return Player(load(), UNIT)


def common(player: Player, who: Person) -> dict[str, object]:
    return {"filing_id": player.filing.pk, "by": who.user, "access": who.access, "now": MORNING}


def test_a_report_goes_from_the_clerk_over_the_head_to_the_office(player: Player) -> None:
    player.submit(MORNING)
    assert player.filing.status == Status.SUBMITTED
    version = player.filing.latest_version
    assert (version.number, version.unit_name) == (1, UNIT)
    assert (version.sent_by, version.signed_by) == (player.clerk.user, player.head.user)
    assert player.owed.met_at == MORNING
    assert not player.owed.was_met_late()
    player.accept(at("2022-08-26"))
    assert player.filing.status == Status.ACCEPTED
    assert player.filing.accepted_version == version
    actions = list(FilingEvent.objects.values_list("action", flat=True))
    assert actions == ["start", "send_for_signature", "sign_and_submit", "open_review", "accept"]


def test_a_submission_opens_a_review_due_in_five_working_days(player: Player) -> None:
    player.submit(MORNING)
    review = Obligation.objects.get(kind=Obligation.Kind.REVIEW)
    assert review.unit_id == player.plan.reviewing_unit_id
    assert review.due_on == date(2022, 9, 1)  # from Thursday 25 August
    player.accept(at("2022-08-29"))
    review.refresh_from_db()
    assert review.met_at == at("2022-08-29")


@pytest.mark.parametrize(
    ("day", "hour", "minute", "late"),
    [("2022-08-31", 23, 59, False), ("2022-09-01", 0, 0, True)],
    ids=["one minute before 24:00", "24:00"],
)
def test_on_time_ends_at_midnight_local_time(
    player: Player, day: str, hour: int, minute: int, late: bool
) -> None:
    player.submit(at(day, hour, minute))
    assert player.owed.was_met_late() is late


def test_a_return_keeps_the_first_date_and_owes_a_correction(player: Player) -> None:
    player.submit(MORNING)
    player.open(at("2022-08-26"))
    player.decide(at("2022-08-30"), returned=("t5-10",))
    assert player.filing.status == Status.RETURNED
    correction = Obligation.objects.get(kind=Obligation.Kind.CORRECTION)
    assert (correction.unit, correction.due_on) == (player.unit, date(2022, 9, 6))
    player.submit(at("2022-09-05"))
    correction.refresh_from_db()
    assert correction.met_at == at("2022-09-05")
    assert player.owed.met_at == MORNING
    assert player.filing.latest_version.number == 2


def test_an_accepted_part_of_a_returned_report_is_locked_and_carried_along() -> None:
    player = Player(load(), "市商务局")
    two = Player(player.plan, "市发展改革委")
    two.submit(MORNING)
    two.open(MORNING)
    two.decide(MORNING, returned=("t3",))
    two.start(at("2022-09-01"))
    parts = {part.obligation.task.key: part for part in two.draft_parts()}
    assert parts["t5-1"].is_locked
    assert not parts["t3"].is_locked
    with pytest.raises(PartLockedError):
        two.save(parts["t5-1"], PartContent(narrative="另写"), at("2022-09-01"))
    two.write(at("2022-09-01"))
    two.send(at("2022-09-01"))
    two.sign(at("2022-09-01"))
    second = {p.obligation.task.key: p for p in two.filing.latest_version.parts.all()}
    assert second["t5-1"].decision == Decision.ACCEPTED
    assert second["t5-1"].decided_at == MORNING
    assert second["t3"].decision == Decision.PENDING


def test_the_head_gives_it_back_with_words_only(player: Player) -> None:
    player.start(MORNING)
    player.write(MORNING)
    player.send(MORNING)
    with pytest.raises(ReasonMissingError):
        give_back(**common(player, player.head), reason="  ")
    give_back(**common(player, player.head), reason="请补充企业名单")
    assert player.filing.status == Status.DRAFT
    assert FilingEvent.objects.latest("pk").reason == "请补充企业名单"
    assert Message.objects.filter(recipient=player.clerk.user, body__contains="企业名单").exists()


def test_the_clerk_recalls_before_the_signature(player: Player) -> None:
    player.start(MORNING)
    player.write(MORNING)
    player.send(MORNING)
    recall_from_signature(**common(player, player.clerk))
    assert player.filing.status == Status.DRAFT


def test_the_unit_recalls_until_the_office_has_opened_it(player: Player) -> None:
    player.submit(MORNING)
    recall_submission(**common(player, player.clerk), reason="数字写错")
    filing = player.filing
    assert filing.status == Status.DRAFT
    assert filing.latest_version is None
    assert player.owed.met_at is None
    assert not Obligation.objects.open().filter(kind=Obligation.Kind.REVIEW).exists()
    player.send(at("2022-09-02"))
    player.sign(at("2022-09-02"))
    assert player.filing.latest_version.number == 2
    assert player.owed.was_met_late()
    player.open(at("2022-09-02"))
    with pytest.raises(WrongStateError):
        recall_submission(**common(player, player.clerk), reason="又写错")


def test_a_recalled_correction_is_owed_again(player: Player) -> None:
    player.submit(MORNING)
    player.open(MORNING)
    player.decide(MORNING, returned=("t5-10",))
    player.submit(at("2022-08-29"))
    recall_submission(**common(player, player.clerk), reason="再核一遍")
    correction = Obligation.objects.get(kind=Obligation.Kind.CORRECTION)
    assert correction.met_at is None
    assert player.filing.latest_version.number == 1
    assert player.owed.met_at == MORNING


def test_the_accepted_version_stays_in_force_until_the_next_is_accepted(player: Player) -> None:
    player.submit(MORNING, share="0.4")
    player.accept(MORNING)
    first = player.filing.accepted_version
    ask_correction(**common(player, player.clerk), reason="漏报两家企业")
    grant_correction(**common(player, player.office))
    assert player.filing.accepted_version == first
    player.write(at("2022-09-01"), share="0.6")
    player.send(at("2022-09-01"))
    player.sign(at("2022-09-01"))
    assert player.filing.accepted_version == first
    player.accept(at("2022-09-02"))
    assert player.filing.accepted_version.number == 2
    before = first.parts.get().figures.order_by("pk").first().value
    after = player.filing.accepted_version.parts.get().figures.order_by("pk").first().value
    assert after > before


def test_the_office_may_refuse_a_correction_with_words(player: Player) -> None:
    player.submit(MORNING)
    player.accept(MORNING)
    ask_correction(**common(player, player.clerk), reason="想改措辞")
    with pytest.raises(ReasonMissingError):
        refuse_correction(**common(player, player.office), reason="")
    refuse_correction(**common(player, player.office), reason="不影响数字，下阶段再报")
    assert player.filing.status == Status.ACCEPTED


def test_a_version_stands_beside_what_was_said_before_it_never_beside_itself(
    player: Player,
) -> None:
    player.submit(MORNING)
    player.accept(MORNING)
    assert filing_view(player.office.access, player.filing, 1).earlier == {}
    ask_correction(**common(player, player.clerk), reason="有差错。")
    grant_correction(**common(player, player.office))
    accepted = {
        row.value for row in filing_view(player.clerk.access, player.filing).earlier.values()
    }
    assert accepted == {
        row.value
        for part in player.filing.versions.get(number=1).parts.all()
        for row in part.figures.all()
    }


def test_what_was_submitted_is_never_overwritten(player: Player) -> None:
    player.submit(MORNING)
    frozen = player.filing.latest_version.parts.get()
    player.open(MORNING)
    player.decide(MORNING, returned=("t5-10",))
    player.start(MORNING)
    with pytest.raises(NotVisibleError):
        player.save(frozen, PartContent(narrative="改写历史"), MORNING)
    player.save(player.draft_parts()[0], PartContent(narrative="新的一版"), MORNING)
    frozen.refresh_from_db()
    assert frozen.narrative == "按计划推进。"


def test_a_warning_is_corrected_or_explained_before_it_goes_to_the_head(player: Player) -> None:
    player.start(MORNING)
    player.save(player.draft_parts()[0], PartContent(), MORNING)
    with pytest.raises(UnexplainedWarningsError, match="没有写进展情况"):
        player.send(MORNING)
    assert player.filing.status == Status.DRAFT


def test_declaring_nothing_to_report_needs_no_words(player: Player) -> None:
    player.submit(MORNING, nil=True)
    assert player.filing.latest_version.parts.get().is_nil


def test_two_people_editing_one_part_lose_nothing(player: Player) -> None:
    player.start(MORNING)
    part = player.draft_parts()[0]
    colleague = person(player.unit, Role.CLERK, name="colleague")
    mine = {"part_id": part.pk, "revision": part.revision, "now": MORNING}
    save_part(
        **mine,
        by=colleague.user,
        access=colleague.access,
        content=PartContent(narrative="同事写的"),
    )
    with pytest.raises(EditConflictError, match="colleague"):
        save_part(
            **mine,
            by=player.clerk.user,
            access=player.clerk.access,
            content=PartContent(narrative="我写的"),
        )
    part.refresh_from_db()
    assert part.narrative == "同事写的"


def test_the_head_signs_only_what_was_on_the_screen(player: Player) -> None:
    player.start(MORNING)
    player.write(MORNING)
    player.send(MORNING)
    seen = player.filing.draft.revision
    recall_from_signature(**common(player, player.clerk))
    player.save(player.draft_parts()[0], PartContent(narrative="改过"), MORNING)
    player.write(MORNING)
    player.send(MORNING)
    with pytest.raises(SeenVersionError):
        sign_and_submit(**common(player, player.head), seen_revision=seen)


def test_starting_twice_opens_one_draft(player: Player) -> None:
    first = player.start(MORNING)
    second = player.start(MORNING)
    assert first == second
    assert first.versions.count() == 1


def test_signing_twice_submits_once(player: Player) -> None:
    player.submit(MORNING)
    with pytest.raises(WrongStateError):
        sign_and_submit(**common(player, player.head), seen_revision=0)
    assert player.filing.versions.count() == 1


def test_whoever_filed_or_signed_for_the_unit_never_reviews_it() -> None:
    player = Player(load(), "市工业和信息化局")
    both = person(player.unit, Role.CLERK, Role.OFFICE, name="clerk-and-office")
    player.clerk = both
    player.submit(MORNING)
    assert Action.OPEN_REVIEW not in {
        step.action for step in allowed_actions(both.access, player.filing)
    }
    with pytest.raises(NotAllowedError):
        open_review(**common(player, both))
    player.open(MORNING)
    with pytest.raises(NotAllowedError):
        finish_review(
            **common(player, both), version_id=player.filing.latest_version_id, decisions={}
        )


def test_a_colleague_who_only_wrote_a_line_does_not_review_it_either() -> None:
    player = Player(load(), "市工业和信息化局")
    both = person(player.unit, Role.CLERK, Role.OFFICE, name="clerk-and-office")
    player.start(MORNING)
    part = player.draft_parts()[0]
    save_part(
        part_id=part.pk,
        by=both.user,
        access=both.access,
        revision=0,
        content=PartContent(narrative="一行"),
        now=MORNING,
    )
    player.write(MORNING)
    player.send(MORNING)
    player.sign(MORNING)
    with pytest.raises(NotAllowedError):
        open_review(**common(player, both))


def test_nor_does_who_only_filled_in_the_cover() -> None:
    player = Player(load(), "市工业和信息化局")
    both = person(player.unit, Role.CLERK, Role.OFFICE, name="clerk-and-office")
    filing = player.start(MORNING)
    save_cover(
        filing_id=filing.pk,
        by=both.user,
        access=both.access,
        cover_revision=0,
        document_number="汴工信〔2022〕30号",
        contact="孙工",
        telephone="",
    )
    player.write(MORNING)
    player.send(MORNING)
    player.sign(MORNING)
    with pytest.raises(NotAllowedError):
        open_review(**common(player, both))


def test_every_part_needs_the_offices_word_and_a_return_its_reason(player: Player) -> None:
    player.submit(MORNING)
    player.open(MORNING)
    with pytest.raises(DecisionMissingError):
        finish_review(
            **common(player, player.office),
            version_id=player.filing.latest_version_id,
            decisions={},
        )
    assert player.filing.status == Status.UNDER_REVIEW


def test_another_unit_does_not_know_of_a_filing(player: Player) -> None:
    player.submit(MORNING)
    stranger = Player(player.plan, "市商务局").clerk
    with pytest.raises(NotVisibleError):
        recall_submission(**common(player, stranger), reason="别人的")
    assert not Filing.objects.visible_to(stranger.access).exists()


def test_another_city_does_not_know_of_a_filing(player: Player) -> None:
    player.submit(MORNING)
    other = Player(load(SECOND_CITY), UNIT)
    for who in (other.clerk, other.head, other.office):
        assert not Filing.objects.visible_to(who.access).exists()
        with pytest.raises(NotVisibleError):
            open_review(**common(player, who))


def test_the_office_sees_nothing_before_the_signature(player: Player) -> None:
    player.start(MORNING)
    player.write(MORNING)
    player.send(MORNING)
    assert not Filing.objects.visible_to(player.office.access).exists()
    player.sign(MORNING)
    assert Filing.objects.visible_to(player.office.access).exists()


def test_nobody_writes_in_a_filing_that_is_with_the_head(player: Player) -> None:
    player.start(MORNING)
    player.write(MORNING)
    part = player.draft_parts()[0]
    player.send(MORNING)
    with pytest.raises(NotEditableError, match="待审签"):
        player.save(part, PartContent(narrative="再改一处"), MORNING)


def test_the_head_is_asked_to_sign_and_the_office_to_review(player: Player) -> None:
    player.start(MORNING)
    player.write(MORNING)
    player.send(MORNING)
    assert Message.objects.filter(recipient=player.head.user, channel="inbox").count() == 1
    player.sign(MORNING)
    assert Message.objects.filter(recipient=player.office.user, channel="inbox").count() == 1


def test_a_membership_that_ended_gives_nothing(player: Player) -> None:
    membership = player.clerk.user.memberships.get()
    membership.until_on = date(2022, 8, 25)
    membership.save()
    assert access_of(player.clerk.user, date(2022, 8, 24)).grants
    assert not access_of(player.clerk.user, date(2022, 8, 25)).grants
