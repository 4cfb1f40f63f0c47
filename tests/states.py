"""The states of the portal in which every page is looked at: its people, its things, its addresses.

What a state has no person or thing for, of the access table, is not there to be opened in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from io import StringIO
from typing import TYPE_CHECKING

from django.core.management import call_command

from common import clock
from replies.models import Letter
from reports.models import Filing
from reports.services.drafting import give_back, start_filing
from reports.services.reviewing import open_review
from reports.workflow import Status
from tasks.models import Obligation
from tests.access import table
from tests.access.scene import ROLES, Scene
from tests.access.test_table import address, rows
from tests.playing import Person, load
from units.demo import load_demo_people
from units.models import User
from units.permissions import access_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motions.models import Plan

OK = HTTPStatus.OK
# Roles of the access table, as sample people.
SAMPLE_PEOPLE = {
    "clerk": "caizheng-clerk",
    "other_clerk": "shangwu-clerk",
    "head": "caizheng-head",
    "office": "office-1",
    "bureau": "ducha",
    "vice_mayor": "fushizhang",
    "admin": "admin",
    "county_clerk": "lankao-clerk",
    "county_head": "lankao-head",
    "other_head": "shangwu-head",
    "deputies_office": "renda",
}
# Things of the access table that the sample filings have too.
IN_THE_DEMO = frozenset(
    {"plan", "leaf", "submitted", "draft", "draft_part", "reviewed", "issued_reply", "deputy"}
)


@dataclass(frozen=True)
class Visit:
    role: str
    name: str
    address: str


def visits(scene: Scene, *, lacking_in_the_demo: bool = False) -> Iterator[Visit]:
    """Everything that somebody of this state may open, by the access table."""
    people = {"anonymous", *scene.people}
    for name, places, statuses in rows(table.GET):
        things = {place for place in places if not place.isdecimal()}
        if not things <= scene.numbers.keys():
            continue  # nothing of the kind in this state
        for role, status in zip(ROLES, statuses, strict=True):
            in_the_demo = role in {"anonymous", *SAMPLE_PEOPLE} and things <= IN_THE_DEMO
            if status == OK and role in people and not (lacking_in_the_demo and in_the_demo):
                yield Visit(role, name, address(scene, name, places))


def first_day() -> Scene:
    """`make run` as it starts; one report begun, so that there is an empty form to look at."""
    plan = load()
    load_demo_people()
    scene = Scene(_people(), {"plan": plan.pk, "leaf": "t5-10"})
    clerk = scene.people["clerk"]
    owed = _owed(plan, "市财政局", month=8)
    filing = start_filing(
        obligation_id=owed.pk, by=clerk.user, access=clerk.access, now=clock.now()
    )
    scene.numbers |= _draft(filing)
    return scene


def demo() -> Scene:
    """`make demo`, and the next two steps after it: one report is given back, one opened."""
    plan = load()
    load_demo_people()
    call_command("load_demo_filings", stdout=StringIO())
    scene = Scene(_people(), {"plan": plan.pk, "leaf": "t5-10"})
    draft = Filing.objects.get(obligation__plan=plan, status=Status.AWAITING_SIGNATURE)
    head, office = scene.people["head"], scene.people["office"]
    give_back(
        filing_id=draft.pk, by=head.user, access=head.access, reason="请补数据。", now=clock.now()
    )
    reviewed = Filing.objects.get(obligation__plan=plan, status=Status.SUBMITTED)
    open_review(filing_id=reviewed.pk, by=office.user, access=office.access, now=clock.now())
    submitted = Filing.objects.get(obligation=_owed(plan, "市财政局", month=8))
    scene.numbers |= {"submitted": submitted.pk, "reviewed": reviewed.pk, **_draft(draft)}
    letter = Letter.objects.filter(reply__obligation__motion__order=1).earliest("number")
    scene.numbers |= {"issued_reply": letter.reply.obligation_id, "deputy": letter.deputy_id}
    assert scene.numbers.keys() == IN_THE_DEMO
    return scene


def _people() -> dict[str, Person]:
    users = {role: User.objects.get(username=name) for role, name in SAMPLE_PEOPLE.items()}
    return {role: Person(user, access_of(user, clock.today())) for role, user in users.items()}


def _owed(plan: Plan, unit: str, *, month: int) -> Obligation:
    return Obligation.objects.get(
        plan=plan, unit__name=unit, kind=Obligation.Kind.FILING, due_on__month=month
    )


def _draft(filing: Filing) -> dict[str, int]:
    filing.refresh_from_db()
    return {"draft": filing.pk, "draft_part": filing.draft.parts.first().pk}
