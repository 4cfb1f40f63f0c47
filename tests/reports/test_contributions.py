"""What responsible units write to their leads: every step, and every wrong move."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.errors import NotAllowedError, NotVisibleError
from events.errors import ReasonMissingError, WrongStateError
from events.models import Event
from notifications.models import Message
from reports.errors import (
    AskedTodayError,
    ContributionClosedError,
    ContributionEmptyError,
    EditConflictError,
    FigureRefusedError,
    NothingMissingError,
    NothingToTakeError,
    SeenVersionError,
    UnexplainedWarningsError,
)
from reports.models import Contribution, Figure, FigureSource
from reports.pages import filing_view
from reports.services.contributing import (
    ContributionContent,
    send_contribution,
    send_contributions,
    write_contribution,
)
from reports.services.drafting import FigureEntry, PartContent
from reports.services.gathering import ask_figures, ask_missing, take_over
from reports.workflow import ContributionStatus
from tasks.models import Obligation, Target
from tests.contributing import Contributor
from tests.playing import SECOND_CITY, Player, at, load, person
from units.models import Membership, Unit
from units.roles import Role

if TYPE_CHECKING:
    from django.db.models import Model

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOW = at("2022-08-15")
LATER = at("2022-08-16")
LEAD, COUNTY, OTHER_COUNTY = "市财政局", "兰考县人民政府", "杞县人民政府"
LEAF, TARGET = "t5-10", "年产值10亿元以上企业"


@pytest.fixture
def plan():
    return load()


@pytest.fixture
def county(plan):
    return Contributor(plan, COUNTY, LEAF)


@pytest.fixture
def lead(plan):
    return Player(plan, LEAD)


@pytest.fixture
def target():
    return Target.objects.get(task__key=LEAF, name=TARGET)


def part_of(lead):
    (part,) = lead.draft_parts()
    return part


def gathered(lead):
    """The lead's part of the leaf, as something owed."""
    return Obligation.objects.get(parent=lead.obligation, kind="part", task__key=LEAF)


def refused(error, call, *unchanged: type[Model]):
    before = [model.objects.count() for model in unchanged]
    with pytest.raises(error):
        call()
    assert [model.objects.count() for model in unchanged] == before


def subjects_to(who):
    return list(
        Message.objects.filter(recipient=who.user, channel="inbox").values_list(
            "subject", flat=True
        )
    )


# -- the unit's own steps ----------------------------------------------------------------------------


def test_written_by_the_clerk_sent_by_the_head_and_met_on_that_day(county):
    county.write(NOW, **{TARGET: 3})
    assert county.contribution.status == ContributionStatus.DRAFT
    version = county.send(LATER)

    assert (version.number, version.sent_at, version.unit_name) == (1, LATER, COUNTY)
    assert (version.written_by_name, version.sent_by_name) == (
        county.clerk.user.name,
        county.head.user.name,
    )
    county.owed.refresh_from_db()
    assert (county.owed.met_at, county.owed.was_met_late()) == (LATER, False)
    assert [event.action for event in Event.objects.of(county.contribution)] == ["write", "send"]


def test_what_was_sent_is_frozen_and_a_resend_is_the_next_version(county):
    first = county.submit(NOW, **{TARGET: 3})
    refused(ContributionClosedError, lambda: county.write(LATER, words="改过"), Event)
    county.revise(LATER)
    assert county.contribution.standing == first  # stands until the next is sent
    second = county.submit(LATER, **{TARGET: 4})

    assert (second.number, county.contribution.standing) == (2, second)
    first.refresh_from_db()
    assert [row.value for row in first.figures.all()] == [Decimal(3)]
    county.owed.refresh_from_db()
    assert county.owed.met_at == NOW  # the first one counts


def test_a_unit_without_a_head_on_the_portal_sends_by_its_clerk(county):
    county.write(NOW)
    call = {
        "obligation_id": county.owed.pk,
        "by": county.clerk.user,
        "access": county.clerk.access,
        "seen_revision": 1,
        "now": LATER,
    }
    refused(NotAllowedError, lambda: send_contribution(**call), Event)
    Membership.objects.filter(user=county.head.user).delete()
    assert send_contribution(**call).sent_by == county.clerk.user


def test_who_is_not_the_units_may_not_write_or_send_for_it(plan, county, lead):
    county.write(NOW)
    other = Contributor(plan, OTHER_COUNTY, LEAF)
    not_of_the_leaf = person(Unit.objects.get(name="市金融局"), Role.CLERK)
    abroad = person(load(SECOND_CITY).reviewing_unit_id, Role.CLERK)

    def write(who):
        return lambda: write_contribution(
            obligation_id=county.owed.pk,
            by=who.user,
            access=who.access,
            revision=1,
            content=ContributionContent(narrative="别人写的"),
            now=NOW,
        )

    for stranger in (other.clerk, other.head, not_of_the_leaf, abroad, lead.clerk):
        refused(NotVisibleError, write(stranger), Event)
    refused(NotAllowedError, write(county.head), Event)
    county.send(NOW)
    refused(NotAllowedError, write(lead.clerk), Event)  # may read it by now
    assert county.contribution.standing.narrative != "别人写的"


def test_a_unit_writes_only_on_leaves_it_is_responsible_for(plan, county):
    owed = Obligation.objects.filter(kind="contribution", task__key="t2").first()
    assert owed.unit.name != COUNTY
    call = {"obligation_id": owed.pk, "by": county.clerk.user, "access": county.clerk.access}
    refused(
        NotVisibleError,
        lambda: write_contribution(**call, revision=0, content=ContributionContent(), now=NOW),
        Contribution,
        Event,
    )


def test_nothing_is_sent_without_words_twice_or_unseen(county):
    county.write(NOW, words=" \n")
    refused(ContributionEmptyError, lambda: county.send(NOW), Event)
    county.write(NOW)
    refused(
        SeenVersionError,
        lambda: send_contribution(
            obligation_id=county.owed.pk,
            by=county.head.user,
            access=county.head.access,
            seen_revision=1,
            now=NOW,
        ),
        Event,
    )
    county.send(NOW)
    with pytest.raises(WrongStateError, match="已函告"):
        send_contribution(
            obligation_id=county.owed.pk,
            by=county.head.user,
            access=county.head.access,
            seen_revision=2,
            now=NOW,
        )
    assert county.contribution.versions.count() == 1


def test_of_several_sent_at_once_all_go_or_none(plan, county):
    empty = Contributor(plan, COUNTY, "t1")
    county.write(NOW)
    empty.write(NOW, words="")
    seen = {county.owed.pk: 1, empty.owed.pk: 1}
    call = {"by": county.head.user, "access": county.head.access, "now": NOW}
    refused(ContributionEmptyError, lambda: send_contributions(seen=seen, **call), Event)
    assert county.contribution.standing is None

    empty.write(NOW)
    seen[empty.owed.pk] = 2
    assert len(send_contributions(seen=seen, **call)) == 2


def test_two_people_at_the_same_draft_do_not_overwrite_each_other(county):
    county.write(NOW, words="甲写的")
    with pytest.raises(EditConflictError):
        write_contribution(
            obligation_id=county.owed.pk,
            by=county.clerk.user,
            access=county.clerk.access,
            revision=0,
            content=ContributionContent(narrative="乙写的"),
            now=NOW,
        )
    assert county.contribution.draft.narrative == "甲写的"


@pytest.mark.parametrize(
    ("value", "as_of", "error"),
    [
        ("-1", NOW.date(), FigureRefusedError),
        ("1", at("2022-08-20").date(), FigureRefusedError),  # not yet
    ],
)
def test_figures_that_cannot_be(county, target, value, as_of, error):
    figure = FigureEntry(target.pk, Decimal(value), as_of)
    refused(
        error,
        lambda: write_contribution(
            obligation_id=county.owed.pk,
            by=county.clerk.user,
            access=county.clerk.access,
            revision=0,
            content=ContributionContent(narrative="有", figures=(figure,)),
            now=NOW,
        ),
        Contribution,
    )


# -- which figures a unit gives ----------------------------------------------------------------------


def test_a_unit_gives_what_is_allocated_to_it_and_what_the_lead_asks_for(plan, lead):
    """兰考 alone was given a part of the 20亿 class; others only where the lead asks them."""
    name = "年产值20亿元以上企业"
    of_20 = Target.objects.get(task__key=LEAF, name=name)
    Contributor(plan, COUNTY, LEAF).write(NOW, **{name: 1})
    other = Contributor(plan, "鼓楼区人民政府", LEAF)
    with pytest.raises(NotVisibleError):
        other.write(NOW, **{name: 1})

    owed = gathered(lead)
    by = {"by": lead.clerk.user, "access": lead.clerk.access, "now": NOW}
    ask_figures(obligation_id=owed.pk, target_ids=[of_20.pk], **by)
    other.write(NOW, **{name: 1})
    assert len(subjects_to(other.clerk)) == 1
    ask_figures(obligation_id=owed.pk, target_ids=[of_20.pk], **by)
    assert len(subjects_to(other.clerk)) == 1  # told once
    ask_figures(obligation_id=owed.pk, target_ids=[], **by)
    with pytest.raises(NotVisibleError):
        other.write(NOW, **{name: 1})


def test_scope_figures_and_other_leaves_figures_cannot_be_asked_for(plan):
    lead = Player(plan, "市发展改革委")
    owed = Obligation.objects.get(parent=lead.obligation, kind="part", task__key="t5-1")
    for key, name in (("t5-1", "项目数"), ("t5-2", "年度投资")):
        target = Target.objects.get(task__key=key, name=name)
        with pytest.raises(NotVisibleError):
            ask_figures(
                obligation_id=owed.pk,
                target_ids=[target.pk],
                by=lead.clerk.user,
                access=lead.clerk.access,
                now=NOW,
            )


# -- the lead ----------------------------------------------------------------------------------------


def test_given_back_with_words_it_counts_for_nothing_until_it_comes_again(county, lead, target):
    county.submit(NOW, **{TARGET: 3})
    refused(ReasonMissingError, lambda: county.given_back(LATER, lead.clerk, reason=" "), Event)
    refused(NotAllowedError, lambda: county.given_back(LATER, lead.head), Event)
    county.given_back(LATER, lead.clerk)

    contribution = county.contribution
    assert (contribution.status, contribution.standing) == (ContributionStatus.DRAFT, None)
    assert [row.value for row in contribution.draft.figures.all()] == [Decimal(3)]
    assert "牵头单位退回" in subjects_to(county.clerk)[0]
    lead.start(LATER)
    refused(NothingToTakeError, lambda: taken(lead, target), FigureSource)
    assert county.send(LATER).number == 2
    second = Player(county.plan, "市工业和信息化局").clerk  # only reads
    refused(NotAllowedError, lambda: county.given_back(LATER, second), Event)


def taken(lead, target):
    part = part_of(lead)
    return take_over(
        part_id=part.pk,
        target_id=target.pk,
        revision=part.revision,
        by=lead.clerk.user,
        access=lead.clerk.access,
        now=LATER,
    )


def test_a_sum_taken_over_keeps_where_it_came_from_until_it_is_typed_over(
    plan, county, lead, target
):
    other = Contributor(plan, OTHER_COUNTY, LEAF)
    versions = {county.submit(NOW, **{TARGET: 3}), other.submit(LATER, **{TARGET: "2.5"})}
    lead.start(LATER)
    taken(lead, target)

    figure = Figure.objects.get(part=part_of(lead), target=target)
    assert (figure.value, figure.as_of) == (Decimal("5.5"), LATER.date())
    assert {row.version for row in FigureSource.objects.all()} == versions
    view = filing_view(lead.clerk.access, lead.filing)
    (row,) = view.parts[0].figures
    assert [v.unit_name for v in row.sources] == [COUNTY, OTHER_COUNTY]

    same = FigureEntry(target.pk, Decimal("5.5"), LATER.date())
    lead.save(part_of(lead), PartContent(narrative="进展", figures=(same,)), LATER)
    assert FigureSource.objects.count() == 2
    typed = FigureEntry(target.pk, Decimal(6), LATER.date())
    lead.save(part_of(lead), PartContent(narrative="进展", figures=(typed,)), LATER)
    assert FigureSource.objects.count() == 0


def test_sources_travel_with_the_version_and_into_the_next(county, lead, target):
    county.submit(NOW, **{TARGET: 3})
    lead.start(LATER)
    taken(lead, target)
    part = part_of(lead)
    entry = FigureEntry(target.pk, Decimal(3), LATER.date())
    explained = {f"missing:{t.pk}": "未报" for t in part.obligation.task.targets.all()}
    lead.save(part, PartContent("进展", figures=(entry,), explanations=explained), LATER)
    lead.send(LATER)
    lead.sign(at("2022-08-31"))
    assert FigureSource.objects.filter(part__version=lead.filing.latest_version).count() == 1
    lead.open(at("2022-08-31"))
    lead.decide(at("2022-08-31"), returned=(LEAF,))
    lead.start(at("2022-09-01"))
    assert FigureSource.objects.filter(part__version=lead.filing.draft).count() == 1


def test_a_figure_that_differs_from_the_sum_is_corrected_or_explained(county, lead, target):
    county.submit(NOW, **{TARGET: 3})
    lead.start(LATER)
    others = lead.draft_parts()[0].obligation.task.targets.exclude(pk=target.pk)
    explained = {f"missing:{t.pk}": "未报" for t in others}

    def write(value, more):
        figure = FigureEntry(target.pk, Decimal(value), LATER.date())
        content = PartContent("进展", figures=(figure,), explanations=explained | more)
        lead.save(part_of(lead), content, LATER)

    write(4, {})
    with pytest.raises(UnexplainedWarningsError, match="1 个责任单位函告合计 3"):
        lead.send(LATER)
    write(4, {f"differs:{target.pk}": "另有市属企业 1 家。"})
    lead.send(LATER)
    # What comes in afterwards changes nothing of what is being signed, nor of what was submitted.
    Contributor(county.plan, OTHER_COUNTY, LEAF).submit(at("2022-08-20"), **{TARGET: 9})
    warnings = filing_view(lead.head.access, lead.filing).parts[0].warnings
    words = [w.words for w in warnings if w.key == f"differs:{target.pk}"]
    assert words == ["“年产值10亿元以上企业”填 4，1 个责任单位函告合计 3"]


def test_the_head_signs_what_was_sent_although_a_contribution_came_in_since(
    plan, county, lead, target
):
    county.submit(NOW, **{TARGET: 3})
    lead.start(LATER)
    taken(lead, target)
    others = part_of(lead).obligation.task.targets.exclude(pk=target.pk)
    content = PartContent(
        "进展",
        figures=(FigureEntry(target.pk, Decimal(3), LATER.date()),),
        explanations={f"missing:{row.pk}": "未报" for row in others},
    )
    lead.save(part_of(lead), content, LATER)
    lead.send(LATER)
    Contributor(plan, OTHER_COUNTY, LEAF).submit(at("2022-08-20"), **{TARGET: 9})
    lead.sign(at("2022-08-31"))
    assert lead.filing.status == "submitted"


def test_nobodys_part_waits_for_a_contribution(lead):
    lead.submit(at("2022-08-31"))
    assert lead.filing.status == "submitted"
    assert not Contribution.objects.exists()


def test_the_missing_are_asked_at_most_once_a_day(plan, county, lead):
    county.submit(NOW)
    others = [
        Contributor(plan, row.unit.name, LEAF)
        for row in Obligation.objects.filter(
            kind="contribution", task__key=LEAF, deadline=county.owed.deadline
        ).exclude(pk=county.owed.pk)[:2]
    ]
    owed = gathered(lead)
    call = {"obligation_id": owed.pk, "by": lead.clerk.user, "access": lead.clerk.access}
    asked = ask_missing(**call, now=LATER)
    assert (len(asked.units), len(asked.silent)) == (9, 7)
    assert subjects_to(county.clerk) == []
    assert all(len(subjects_to(other.clerk)) == 1 for other in others)

    refused(AskedTodayError, lambda: ask_missing(**call, now=LATER), Event, Message)
    ask_missing(**call, now=at("2022-08-17"))
    assert len(subjects_to(others[0].clerk)) == 2
    call |= {"by": lead.head.user, "access": lead.head.access}
    refused(NotAllowedError, lambda: ask_missing(**call, now=NOW), Message)


def test_when_all_are_in_there_is_nobody_to_ask_and_the_lead_is_told_once(plan, county, lead):
    rows = Obligation.objects.filter(
        kind="contribution", task__key=LEAF, deadline=county.owed.deadline
    )
    for row in rows:
        Contributor(plan, row.unit.name, LEAF).submit(NOW)
    assert [s for s in subjects_to(lead.clerk) if "已到齐" in s] == subjects_to(lead.clerk)
    assert len(subjects_to(lead.clerk)) == 1
    with pytest.raises(NothingMissingError):
        ask_missing(
            obligation_id=gathered(lead).pk, by=lead.clerk.user, access=lead.clerk.access, now=NOW
        )


# -- on the pages ------------------------------------------------------------------------------------


def signed_in(who):
    client = Client()
    client.force_login(who.user)
    return client


@pytest.fixture
def in_august(settings):
    settings.REHEARSAL_CLOCK = at("2022-08-24").date()


@pytest.mark.usefixtures("in_august")
def test_no_heading_of_a_contribution_skips_a_level(county):
    """Neither of the draft that the head reads, nor of what was sent."""
    address = reverse("contribution", args=[county.owed.pk])
    county.write(NOW)
    for _state in ("draft", "sent"):
        page = signed_in(county.head).get(address).content.decode()
        levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
        assert all(after <= before + 1 for before, after in pairwise(levels)), levels
        if county.contribution.draft:
            county.send(LATER)


@pytest.mark.usefixtures("in_august")
def test_my_work_of_a_county_has_one_card_a_stage(plan, county):
    page = signed_in(county.clerk).get("/work/").content.decode()
    owed = Obligation.objects.filter(
        kind="contribution", unit=county.owed.unit, deadline=county.owed.deadline
    )
    assert f"8月底函告 {owed.count()} 项" in page
    assert page.count("逐项办理") == 2  # August, and September, due within a month
    assert page.count(reverse("contribution", args=[county.owed.pk])) == 0


@pytest.mark.usefixtures("in_august")
def test_after_the_head_was_asked_everybody_reads_that_it_is_the_heads_turn(plan, county):
    county.write(NOW)
    address = reverse("contributions", args=[plan.pk, county.owed.deadline_id])
    one = reverse("contribution", args=[county.owed.pk])
    clerk, head = signed_in(county.clerk), signed_in(county.head)
    assert "请负责人签发（1 项）" in clerk.get(address).content.decode()
    ask = reverse("contributions_step", args=[plan.pk, county.owed.deadline_id, "ask_head"])
    assert clerk.post(ask).status_code == 302
    page = clerk.get(address).content.decode()
    assert "已请负责人签发" in page
    assert "请负责人签发（" not in page
    assert "经办人请您签发" in head.get(one).content.decode()
    assert "在单位负责人处" in clerk.get(one).content.decode()
    assert "件事等您办" in head.get("/work/").content.decode()
    county.write(NOW)  # what is changed is asked for again
    assert "请负责人签发（1 项）" in clerk.get(address).content.decode()


@pytest.mark.usefixtures("in_august")
def test_what_a_lead_asks_figures_in_stands_in_my_work_at_once(plan, lead):
    december = Contributor(plan, COUNTY, LEAF, stage=2)
    assert "12月底函告" not in signed_in(december.clerk).get("/work/").content.decode()
    owed = Obligation.objects.get(
        plan=plan, unit=lead.unit, kind="part", task__key=LEAF, deadline=december.owed.deadline
    )
    target = Target.objects.get(task__key=LEAF, name=TARGET)
    by = {"by": lead.clerk.user, "access": lead.clerk.access, "now": NOW}
    ask_figures(obligation_id=owed.pk, target_ids=[target.pk], **by)
    page = signed_in(december.clerk).get("/work/").content.decode()
    assert "12月底函告 1 项" in page
    assert "其中 1 项，牵头单位请本单位报数。" in page


@pytest.mark.usefixtures("in_august")
def test_the_head_sends_all_that_is_written_from_the_list(plan, county):
    other = Contributor(plan, COUNTY, "t1")
    county.write(NOW)
    other.write(NOW)
    address = reverse("contributions", args=[plan.pk, county.owed.deadline_id])
    client = signed_in(county.head)
    assert "全部签发（2 项）" in client.get(address).content.decode()
    seen = {f"revision-{row.owed.pk}": "1" for row in (county, other)}
    step = reverse("contributions_step", args=[plan.pk, county.owed.deadline_id, "send"])
    assert client.post(step, seen).status_code == 302
    assert county.contribution.status == other.contribution.status == ContributionStatus.SENT


@pytest.mark.usefixtures("in_august")
def test_the_button_takes_the_sum_over_and_saves_what_was_typed(county, lead, target):
    county.submit(NOW, **{TARGET: 3})
    lead.start(at("2022-08-24"))
    part = part_of(lead)
    address = reverse("filing_part", args=[lead.filing.pk, part.pk])
    client = signed_in(lead.clerk)
    page = client.get(address).content.decode()
    assert "责任单位函告 1/10 已到" in page
    assert "取用合计" in page
    typed = {"revision": "0", "narrative": "还没写完", "problems": "", "take": str(target.pk)}
    assert client.post(address, typed).status_code == 302
    page = client.get(address).content.decode()
    assert "还没写完" in page
    assert f"取自函告：{COUNTY}" in "".join(page.split()).replace("第1版", " 第 1 版")


@pytest.mark.usefixtures("in_august")
def test_what_was_typed_comes_back_when_a_colleague_saved_meanwhile(county):
    county.write(NOW, words="同事写的")
    response = signed_in(county.clerk).post(
        reverse("contribution", args=[county.owed.pk]),
        {"revision": "0", "narrative": "我写的", "problems": ""},
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert "我写的" in page
    assert "同事写的" in page


@pytest.mark.usefixtures("in_august")
def test_the_lists_ask_the_same_number_of_queries_for_none_and_all(plan, county, lead):
    lead.start(at("2022-08-24"))
    addresses = {
        reverse("contributions", args=[plan.pk, county.owed.deadline_id]): signed_in(county.head),
        reverse("gathering", args=[gathered(lead).pk]): signed_in(lead.clerk),
        reverse("filing_part", args=[lead.filing.pk, part_of(lead).pk]): signed_in(lead.clerk),
        "/work/": signed_in(county.clerk),
    }

    def queries():
        found = {}
        for address, client in addresses.items():
            with CaptureQueriesContext(connection) as seen:
                assert client.get(address).status_code == 200
            found[address] = len(seen)
        return found

    queries()
    few = queries()
    owed = Obligation.objects.filter(kind="contribution", deadline=county.owed.deadline)
    assert owed.count() == 118
    for row in owed.select_related("unit", "task"):
        Contributor(plan, row.unit.name, row.task.key).submit(NOW)
    many = queries()
    for address, number in many.items():
        assert number <= few[address] + 2, address  # contents come in once there are any
