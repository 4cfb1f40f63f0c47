"""What is asked for no more takes along what hangs on it, and brings it back."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from reports.services.amending import amend
from reports.services.signing import sign_and_submit
from tasks.models import Obligation
from tasks.planfile.export import export_plan
from tasks.planfile.read import read_plan_file
from tasks.withdrawing import restore, withdraw
from tests.playing import Player, at, load
from tests.tasks.contents import as_file

pytestmark = pytest.mark.django_db

FINANCE, COMMERCE = "市财政局", "市商务局"
SENT, GONE, BACK = at("2022-08-24"), at("2022-08-25"), at("2022-08-31")
Kind = Obligation.Kind


@pytest.fixture
def player() -> Player:
    """Its report waits for the head's signature."""
    player = Player(load(), FINANCE)
    player.start(SENT)
    player.write(SENT)
    player.send(SENT)
    return player


def signing() -> Obligation:
    return Obligation.objects.get(kind=Kind.SIGN_OFF)


def below(owed: Obligation, kind: str, **values: object) -> Obligation:
    return Obligation.objects.create(
        government_id=owed.government_id,
        plan_id=owed.plan_id,
        key=f"{kind}/{owed.key}",
        kind=kind,
        unit_id=owed.unit_id,
        parent=owed,
        original_due_on=owed.due_on,
        due_on=owed.due_on,
        **values,
    )


def give_all_to_another(value):
    for task in value["tasks"]:
        for row in (task, *task["items"]):
            leads = [unit for unit in row.get("lead_units", []) if unit != FINANCE]
            if FINANCE in row.get("lead_units", []):
                row["lead_units"] = leads or [COMMERCE]


def test_who_leads_nothing_any_more_waits_for_no_signature_until_it_does_again(player):
    before = export_plan(player.plan)
    changed = export_plan(player.plan)
    give_all_to_another(changed)
    amend(content=read_plan_file(as_file(changed)), reason="改由他局牵头", now=GONE)
    owed = signing()
    assert (owed.withdrawn_at, owed.reason) == (GONE, "改由他局牵头")

    amend(content=read_plan_file(as_file(before)), reason="恢复", now=BACK)
    owed = signing()
    assert (owed.is_open, owed.reason) == (True, "恢复")
    sign_and_submit(
        filing_id=player.filing.pk,
        by=player.head.user,
        access=player.head.access,
        seen_revision=player.filing.draft.revision,
        now=BACK,
    )
    assert signing().met_at == BACK


def test_everything_open_below_goes_with_it_and_what_is_done_stays(player):
    report = player.owed
    review = below(report, Kind.REVIEW, met_at=SENT)
    correction = below(report, Kind.CORRECTION)
    deeper = below(correction, Kind.SIGN_OFF)
    withdraw(owed=[report], reason="计划调整", now=GONE)
    rows = Obligation.objects.filter(pk__in=[correction.pk, deeper.pk, signing_of(report).pk])
    assert set(rows.values_list("withdrawn_at", "reason")) == {(GONE, "计划调整")}
    parts = Obligation.objects.filter(parent=report, kind=Kind.PART)
    assert set(parts.values_list("withdrawn_at", flat=True)) == {GONE}
    review.refresh_from_db()
    assert (review.met_at, review.withdrawn_at) == (SENT, None)


def signing_of(report: Obligation) -> Obligation:
    return Obligation.objects.get(kind=Kind.SIGN_OFF, parent=report)


def test_what_was_taken_back_before_does_not_come_back(player):
    report = player.owed
    withdraw(owed=[signing()], reason="经办人撤回修改", now=SENT)
    withdraw(owed=[report], reason="计划调整", now=GONE)
    restore(owed=report, reason="恢复")
    assert signing().withdrawn_at == SENT
    assert player.owed.is_open


def test_a_long_reason_is_cut_and_a_met_one_is_left_alone(player):
    report = player.owed
    withdraw(owed=[report], reason="因" * 600, now=GONE)
    assert player.owed.reason == "因" * 500
    restore(owed=report, reason="果" * 600)
    assert player.owed.reason == "果" * 500
    report.met_at = SENT
    report.save()
    withdraw(owed=[report], reason="计划调整", now=GONE)
    assert player.owed.withdrawn_at is None


def test_what_was_left_open_below_before_is_taken_along_once(player):
    report = player.owed
    Obligation.objects.filter(pk=report.pk).update(withdrawn_at=GONE, reason="计划调整")
    promise = below(report, Kind.PROMISE)
    migration = import_module("tasks.migrations.0002_taken_along")
    apps = MigrationLoader(connection).project_state([("tasks", "0002_taken_along")]).apps
    migration.take_along(apps, None)
    owed = signing()
    assert (owed.withdrawn_at, owed.reason) == (GONE, "计划调整")
    assert owed.history.count() == 2
    assert Obligation.objects.get(pk=promise.pk).is_open
    migration.take_along(apps, None)
    assert signing().history.count() == 2
