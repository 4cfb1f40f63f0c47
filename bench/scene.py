"""The portal filled for measuring: the sample filings, and as many plans beside them as asked for."""

from __future__ import annotations

import time
from copy import deepcopy
from io import StringIO
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command

from common import clock
from reports.models import Filing, Part
from reports.services.co_signing import co_sign, put_up
from reports.services.drafting import PartContent, save_part, send_for_signature, start_filing
from reports.services.reviewing import open_review
from reports.services.signing import sign_and_submit
from tasks.models import Obligation
from tasks.planfile.load import load_plan
from tasks.planfile.read import read_plan_file
from units.models import User
from units.permissions import access_of
from units.roles import Role

if TYPE_CHECKING:
    from motions.models import Plan

PLAN_FILE = settings.BASE_DIR / "fixtures" / "kaifeng-2022-7.json"
FIRST_STAGE, SECOND_STAGE, THIRD_STAGE = "2022-08-31", "2022-09-30", "2022-12-31"


def load_first_plan() -> tuple[Plan, float]:
    """With the seconds it took, file to last obligation."""
    started = time.perf_counter()
    plan = load_plan(read_plan_file(PLAN_FILE.read_bytes())).plan
    return plan, time.perf_counter() - started


def play_sample_filings() -> float:
    started = time.perf_counter()
    for command in ("load_demo_people", "load_demo_filings"):
        call_command(command, stdout=StringIO())
    return time.perf_counter() - started


def load_another_plan(number: int) -> float:
    """The same directive under another id, with work of its own waiting."""
    content = deepcopy(read_plan_file(PLAN_FILE.read_bytes()))
    content["id"] = f"copy-{number}"
    content["document"].update(number=f"演示〔2022〕{number}号", issued="2022-03-15")
    started = time.perf_counter()
    plan = load_plan(content).plan
    seconds = time.perf_counter() - started
    submit(plan, "shangwu", FIRST_STAGE)
    start(plan, "gongxin", FIRST_STAGE)
    return seconds


def actor(username: str) -> dict[str, Any]:
    user = User.objects.get(username=username)
    now = clock.now()
    return {"by": user, "access": access_of(user, clock.today()), "now": now}


def filing_of(plan: Plan, people: str, due: str) -> Filing:
    return Filing.objects.select_related("draft").get(obligation=_owed(plan, people, due))


def _owed(plan: Plan, people: str, due: str) -> Obligation:
    unit = User.objects.get(username=f"{people}-clerk").memberships.get().unit
    return Obligation.objects.get(plan=plan, kind="filing", unit=unit, original_due_on=due)


def start(plan: Plan, people: str, due: str) -> Filing:
    owed = _owed(plan, people, due)
    return start_filing(obligation_id=owed.pk, **actor(f"{people}-clerk"))


def submit(plan: Plan, people: str, due: str) -> None:
    filing = start(plan, people, due)
    for part in Part.objects.filter(version=filing.draft):
        content = PartContent(narrative="按计划推进。")
        save_part(
            part_id=part.pk, revision=part.revision, content=content, **actor(f"{people}-clerk")
        )
    send_for_signature(filing_id=filing.pk, **actor(f"{people}-clerk"))
    _co_sign(filing, people)
    draft: Any = filing_of(plan, people, due).draft
    sign_and_submit(filing_id=filing.pk, seen_revision=draft.revision, **actor(f"{people}-head"))


def _co_sign(filing: Filing, people: str) -> None:
    for row in put_up(filing_id=filing.pk, **actor(f"{people}-clerk")):
        head = User.objects.get(
            memberships__unit=row.obligation.unit, memberships__role=Role.HEAD, is_sample=True
        )
        co_sign(co_signature_id=row.pk, seen_revision=row.part.revision, **actor(head.username))


def open_for_review(plan: Plan, people: str, due: str) -> Filing:
    filing = filing_of(plan, people, due)
    open_review(filing_id=filing.pk, **actor("office-1"))
    return filing
