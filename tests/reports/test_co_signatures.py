"""Joint leads: part by part, version by version, and what becomes of a gap."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from common.errors import NotAllowedError, NotVisibleError
from events.errors import ReasonMissingError, WrongStateError
from events.models import Event
from notifications.models import Message
from reports.errors import (
    CoSignatureClosedError,
    CoSignatureGapError,
    NothingToPutUpError,
    SeenVersionError,
)
from reports.models import CoSignature, Part
from reports.permissions import actors_of
from reports.services.attachments import add_attachments
from reports.services.co_signing import co_sign, put_up
from reports.services.drafting import PartContent
from reports.services.signing import recall_submission
from reports.workflow import Actor, CoSignatureStatus
from tasks.models import Obligation
from tests import directive_facts as facts
from tests.co_signing import ask, head_of, refuse, sign, sign_all
from tests.playing import SECOND_CITY, Player, at, load, person
from units.models import Unit
from units.roles import Role

pytestmark = pytest.mark.django_db

NOW, LATER, LAST_DAY = at("2022-08-24"), at("2022-08-25"), at("2022-08-31")
LEAD, CO_LEAD, LEAF = "市财政局", "市工业和信息化局", "t5-10"
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def plan():
    return load()


@pytest.fixture
def lead(plan):
    """5.10 is written and waits for the head."""
    player = Player(plan, LEAD)
    player.start(NOW)
    player.write(NOW)
    return player


@pytest.fixture
def row(lead):
    return CoSignature.objects.get(part__version=lead.filing.draft)


@pytest.fixture
def co_clerk(plan):
    return person(Unit.objects.get(name=CO_LEAD), Role.CLERK)


def fresh(row):
    return CoSignature.objects.select_related("part", "obligation__unit").get(pk=row.pk)


def status(row):
    return fresh(row).status


def signed_by(lead, now):
    lead.sign(now, co_signed=False)


def rewrite(lead, words, now=LATER):
    (part,) = lead.draft_parts()
    explained = {e.warning: e.text for e in part.explanations.all()}
    lead.save(part, PartContent(words, explanations=explained), now)


# -- which parts ask for one -------------------------------------------------------------------------


def test_every_further_lead_has_its_word_on_each_part_the_first_gathers(plan):
    found = set()
    for unit in {leads[0] for leads, _responsible in facts.UNITS_BY_LEAF.values()}:
        player = Player(plan, unit)
        player.start(NOW)
        rows = CoSignature.objects.filter(part__version=player.filing.draft)
        found |= {(row.obligation.task.number, row.obligation.unit.name) for row in rows}
    assert found == {
        (number, unit)
        for number, (leads, _responsible) in facts.UNITS_BY_LEAF.items()
        for unit in leads[1:]
    }
    assert CoSignature.objects.count() == facts.COUNT_COSIGNATURES_PER_STAGE == 12


# -- putting up --------------------------------------------------------------------------------------


def test_only_what_was_put_up_is_read_and_only_by_its_co_lead(lead, row, co_clerk):
    other = person(Unit.objects.get(name="市商务局"), Role.CLERK)
    address = reverse("co_signature", args=[row.pk])
    (part,) = lead.draft_parts()
    (file,) = add_attachments(
        part_id=part.pk,
        by=lead.clerk.user,
        access=lead.clerk.access,
        files=[("名单.pdf", BytesIO(PDF))],
        now=NOW,
    )
    places = [address, reverse("attachment", args=[file.pk])]

    def answers(who):
        client = Client()
        client.force_login(who.user)
        filing = client.get(reverse("filing", args=[lead.filing.pk])).status_code
        found = [client.get(place) for place in places]
        for response in found:
            if response.streaming:
                response.getvalue()  # closes the file
        return [filing, *(response.status_code for response in found)]

    assert answers(co_clerk) == [404, 404, 404]
    ask(lead, NOW)
    assert answers(co_clerk) == [404, 200, 200]
    assert answers(other) == [404, 404, 404]
    assert answers(lead.office) == [404, 404, 404]  # the draft is still nobody else's


def test_the_co_lead_is_told_and_finds_it_in_its_work(lead, row, co_clerk, settings):
    settings.REHEARSAL_CLOCK = NOW.date()
    client = Client()
    client.force_login(head_of(row).user)
    assert "待会签" not in client.get("/work/").content.decode()
    ask(lead, NOW)
    assert "待会签（1 项）" in client.get("/work/").content.decode()
    subjects = Message.objects.filter(recipient=co_clerk.user).values_list("subject", flat=True)
    assert {subject.rpartition("：")[2] for subject in subjects} == {"请会签"}


def test_what_is_not_written_is_not_put_up(plan):
    lead = Player(plan, LEAD)
    lead.start(NOW)
    with pytest.raises(NothingToPutUpError):
        ask(lead, NOW)


def test_putting_up_is_the_clerks_of_the_gathering_lead(lead, co_clerk):
    call = {"filing_id": lead.filing.pk, "now": NOW}
    with pytest.raises(NotAllowedError):
        put_up(by=lead.head.user, access=lead.head.access, **call)
    with pytest.raises(NotVisibleError):
        put_up(by=co_clerk.user, access=co_clerk.access, **call)
    ask(lead, NOW)
    with pytest.raises(NothingToPutUpError):  # twice
        ask(lead, NOW)
    assert Event.objects.filter(action="put_up").count() == 1


# -- the word of the co-lead -------------------------------------------------------------------------


def test_the_head_of_the_co_lead_co_signs_and_what_was_owed_is_met(lead, row):
    ask(lead, NOW)
    sign(row, LATER)
    owed = Obligation.objects.get(pk=row.obligation_id)
    assert (status(row), owed.met_at, owed.was_met_late()) == ("signed", LATER, False)
    assert fresh(row).decided_by_name == head_of(row).user.name
    lead.send(LATER)
    signed_by(lead, LATER)
    assert lead.filing.status == "submitted"


def test_wrong_moves_of_a_co_lead(plan, lead, row, co_clerk):
    head = head_of(row)
    abroad = person(load(SECOND_CITY).reviewing_unit_id, Role.HEAD)
    third = person(Unit.objects.get(name="市农业农村局"), Role.HEAD)

    def by(who, revision=None):
        co_sign(
            co_signature_id=row.pk,
            seen_revision=fresh(row).part.revision if revision is None else revision,
            by=who.user,
            access=who.access,
            now=LATER,
        )

    with pytest.raises(NotVisibleError):
        by(head)  # not put up
    ask(lead, NOW)
    for who, error in (
        (co_clerk, NotAllowedError),
        (lead.head, NotAllowedError),
        (third, NotVisibleError),
        (abroad, NotVisibleError),
    ):
        with pytest.raises(error):
            by(who)
    with pytest.raises(SeenVersionError):
        by(head, revision=0)
    with pytest.raises(ReasonMissingError):
        refuse(fresh(row), LATER, reason=" ")
    assert status(row) == CoSignatureStatus.AWAITING
    by(head)
    with pytest.raises(WrongStateError, match="已会签"):
        by(head)
    with pytest.raises(WrongStateError):
        refuse(fresh(row), LATER)


def test_an_objection_is_in_words_and_can_be_settled(lead, row):
    ask(lead, NOW)
    refuse(fresh(row), LATER, reason="口径不同。")
    assert (status(row), fresh(row).objection) == (CoSignatureStatus.OBJECTED, "口径不同。")
    assert Obligation.objects.get(pk=row.obligation_id).is_open
    told = Message.objects.filter(recipient=lead.clerk.user, subject__contains="会签有异议")
    assert "口径不同" in told.first().body
    ask(lead, LATER, part_id=row.part_id)  # asked once more without a change
    assert status(row) == CoSignatureStatus.AWAITING
    sign(fresh(row), LATER)
    assert (status(row), fresh(row).objection) == (CoSignatureStatus.SIGNED, "")


# -- a changed part ----------------------------------------------------------------------------------


@pytest.mark.parametrize("decide", [sign, refuse])
def test_a_part_that_is_changed_afterwards_asks_again(lead, row, decide):
    ask(lead, NOW)
    decide(fresh(row), LATER)
    before = Message.objects.filter(recipient=head_of(row).user, channel="inbox").count()
    (part,) = lead.draft_parts()
    same = lead._content(part, NOW, share="0.5", nil=False)
    explained = {e.warning: e.text for e in part.explanations.all()}
    lead.save(part, PartContent(**{**vars(same), "explanations": explained}), LATER)
    assert status(row) != CoSignatureStatus.AWAITING  # saved, not changed

    rewrite(lead, "改写了。")
    rewrite(lead, "又改写了。")
    assert status(row) == CoSignatureStatus.AWAITING
    after = Message.objects.filter(recipient=head_of(row).user, channel="inbox").count()
    assert after == before + 1  # told once a round


def test_a_file_added_or_taken_away_is_a_change_too(lead, row):
    ask(lead, NOW)
    sign(row, LATER)
    (part,) = lead.draft_parts()
    who = {"by": lead.clerk.user, "access": lead.clerk.access, "now": LATER}
    add_attachments(part_id=part.pk, files=[("新.pdf", BytesIO(PDF))], **who)
    assert status(row) == CoSignatureStatus.AWAITING


def test_returned_parts_ask_again_only_when_they_are_changed(plan):
    lead = Player(plan, "市发展改革委")
    lead.submit(at("2022-08-29"))
    lead.open(at("2022-08-29"))
    lead.decide(at("2022-08-29"), returned=("t5-1", "t5-2"))
    lead.start(at("2022-08-30"))
    draft = CoSignature.objects.filter(part__version=lead.filing.draft)
    assert set(draft.values_list("status", flat=True)) == {CoSignatureStatus.SIGNED}
    part = next(p for p in lead.draft_parts() if p.obligation.task.key == "t5-1")
    explained = {e.warning: e.text for e in part.explanations.all()}
    lead.save(part, PartContent("补正了。", explanations=explained), at("2022-08-30"))
    changed = draft.filter(status=CoSignatureStatus.AWAITING)
    assert [row.obligation.task.key for row in changed] == ["t5-1"]
    first = CoSignature.objects.filter(part__version__number=1, part__version__filing=lead.filing)
    assert set(first.values_list("status", flat=True)) == {CoSignatureStatus.SIGNED}


# -- the gap -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["not put up", "awaiting", "objected"])
def test_a_gap_blocks_until_the_last_working_day_and_then_goes_named(lead, row, how):
    if how != "not put up":
        ask(lead, NOW)
    if how == "objected":
        refuse(fresh(row), LATER, reason="口径不同。")
    lead.send(LATER)
    words = r"市工业和信息化局 5\.10.*2022年8月31日"
    with pytest.raises(CoSignatureGapError, match=words) as refusal:
        signed_by(lead, at("2022-08-30", 23, 59))
    assert "。。" not in str(refusal.value)
    assert lead.filing.status == "awaiting_signature"

    signed_by(lead, LAST_DAY)
    gap = CoSignature.objects.get(part__version=lead.filing.latest_version)
    assert gap.is_gap
    owed = Obligation.objects.get(pk=row.obligation_id)
    assert owed.withdrawn_at == LAST_DAY
    assert "市工业和信息化局 5.10" in owed.reason
    event = lead.filing.events.latest("pk")
    assert ("口径不同" in event.reason) == (how == "objected")


def test_on_a_holiday_the_last_working_day_before_it_counts(plan):
    lead = Player(plan, LEAD, stage=2)
    lead.start(at("2022-12-26"))
    lead.write(at("2022-12-26"))
    lead.send(at("2022-12-26"))
    with pytest.raises(CoSignatureGapError):
        signed_by(lead, at("2022-12-29"))
    signed_by(lead, at("2022-12-30"))


def test_an_extension_moves_the_day_from_which_it_may_go(lead):
    owed = lead.owed
    owed.due_on = at("2022-09-07").date()
    owed.save()
    lead.send(LATER)
    with pytest.raises(CoSignatureGapError, match="2022年9月7日"):
        signed_by(lead, LAST_DAY)


def test_after_the_report_went_nothing_of_its_co_signatures_changes(lead, row):
    ask(lead, NOW)
    lead.send(LATER)
    signed_by(lead, LAST_DAY)
    with pytest.raises(CoSignatureClosedError):
        sign(fresh(row), LAST_DAY)
    assert status(row) == CoSignatureStatus.AWAITING


def test_a_recalled_report_owes_its_co_signatures_again(lead, row):
    ask(lead, NOW)
    lead.send(LATER)
    signed_by(lead, LAST_DAY)
    recall_submission(
        filing_id=lead.filing.pk,
        by=lead.clerk.user,
        access=lead.clerk.access,
        reason="会签补办。",
        now=at("2022-08-31", 10),
    )
    assert Obligation.objects.get(pk=row.obligation_id).is_open
    sign_all(lead, at("2022-08-31", 11))
    assert Obligation.objects.get(pk=row.obligation_id).met_at == at("2022-08-31", 11)


def test_everybody_sees_who_held_it_up(lead, row, settings):
    settings.REHEARSAL_CLOCK = LAST_DAY.date()
    ask(lead, NOW)
    refuse(fresh(row), LATER, reason="名单没有核对。")
    lead.send(LATER)
    signed_by(lead, LAST_DAY)
    lead.open(LAST_DAY)
    pages = {
        reverse("filing", args=[lead.filing.pk]): (lead.head, lead.office),
        reverse("review", args=[lead.filing.pk]): (lead.office,),
        reverse("receipt", args=[lead.filing.pk, 1]): (lead.head, lead.office),
    }
    for address, readers in pages.items():
        for reader in readers:
            client = Client()
            client.force_login(reader.user)
            page = client.get(address).content.decode()
            for words in (CO_LEAD, "有异议", "名单没有核对。"):
                assert words in page, address


def test_the_page_of_a_part_names_its_sections(lead, row, settings):
    settings.REHEARSAL_CLOCK = NOW.date()
    ask(lead, NOW)
    client = Client()
    client.force_login(head_of(row).user)
    page = client.get(reverse("co_signature", args=[row.pk])).content.decode()
    assert "<h3>进展情况</h3>" in page
    assert "&lt;" not in page


def test_whoever_co_signed_does_not_review(lead, row):
    ask(lead, NOW)
    sign(row, LATER)
    head = head_of(row)
    both = person(lead.plan.reviewing_unit_id, Role.OFFICE, Role.HEAD, name="both")
    assert Actor.OFFICE in actors_of(both.access, lead.filing)
    saved = fresh(row)
    saved.decided_by = both.user
    saved.save()
    assert Actor.OFFICE not in actors_of(both.access, lead.filing)
    assert head.user != both.user


def test_other_parts_of_the_filing_wait_for_nobody(plan):
    """A unit that only co-leads files its own part without any co-signature."""
    co_lead = Player(plan, "市农业农村局")
    co_lead.start(NOW)
    co_lead.write(NOW)
    co_lead.send(NOW)
    signed_by(co_lead, NOW)
    assert not CoSignature.objects.exists()
    assert Part.objects.filter(version=co_lead.filing.latest_version).count() == 1
