"""A new plan from a file, on a page: what it would bring is shown, then that and nothing else is loaded."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from common.differences import DifferenceChangedError
from common.errors import NotAllowedError
from common.language import for_others
from motions.models import Plan
from tasks.models import Obligation
from tasks.obligations import Followed
from tasks.planfile.changes import Change, Kind, new_plan_changes
from tasks.planfile.errors import Finding, PlanFileRefusedError
from tasks.planfile.load import load_plan
from tasks.planfile.open import read_any
from tasks.planfile.told import owed_lines
from units.loading.uploads import locked_upload, mark_confirmed
from units.models import Government, Unit, Upload, User
from units.permissions import Access
from units.roles import Permission

Content = dict[str, Any]
NEW_PLAN = "new"


@dataclass(frozen=True)
class NewPlan:
    """`seal` is the same for the same lines, in whatever language they are read."""

    plan: Plan
    changes: tuple[Change, ...]
    seal: str


def government_of(content: Content, access: Access) -> Government:
    """Of one's own alone; a file of another one is wrong here, and nothing is said of that one."""
    own = Government.objects.filter(
        pk__in=access.governments_with(Permission.MANAGE_REFERENCE_DATA)
    )
    if not own:
        raise NotAllowedError
    issuer = content["document"]["issuer"]
    found = own.filter(name=issuer).first()
    if found is None:
        names = _("、").join(row.name for row in own)
        raise PlanFileRefusedError([Finding("document.issuer", issuer, names)])
    return found


def loaded_plan(government: Government, content: Content) -> Plan | None:
    """The plan that the file is about, where it is there already."""
    return Plan.objects.filter(government=government, slug=content["id"]).first()


def preview_plan(content: Content, *, today: date) -> NewPlan:
    """Loaded and taken back, so that what is shown cannot differ from what is done."""
    with transaction.atomic():
        new = _loaded(content, today)
        transaction.set_rollback(True)
    return new


@transaction.atomic
def load_plan_by_upload(
    *, upload_id: int, seal: str, by: User, access: Access, today: date
) -> NewPlan:
    upload = locked_upload(
        purpose=Upload.Purpose.PLAN, subject=NEW_PLAN, by=by, upload_id=upload_id
    )
    content = read_any(upload.content.encode())
    government_of(content, access)
    new = _loaded(content, today)
    if new.seal != seal:
        raise DifferenceChangedError
    mark_confirmed(upload)
    return new


def _loaded(content: Content, today: date) -> NewPlan:
    issuer = content["document"]["issuer"]
    before = set(Unit.objects.filter(government__name=issuer).values_list("name", flat=True))
    loaded = load_plan(content, today=today)
    if not loaded.is_new:
        raise DifferenceChangedError
    plan = loaded.plan
    units = Unit.objects.filter(government=plan.government_id).exclude(name__in=before)
    names = list(units.order_by("pk").values_list("name", flat=True))
    rows = Obligation.objects.filter(plan=plan).select_related("unit", "deadline")
    owed = Followed(tuple(rows.order_by("due_on", "pk")), (), ())
    with for_others():
        seal = _seal(_lines(content, names, owed))
    return NewPlan(plan, tuple(_lines(content, names, owed)), seal)


def _lines(content: Content, new_units: Sequence[str], owed: Followed) -> list[Change]:
    units = [Change(Kind.ADDED, _("单位"), "", "", name) for name in new_units]
    return [*new_plan_changes(content), *units, *owed_lines(owed)]


def _seal(lines: Sequence[Change]) -> str:
    return hashlib.sha256("\n".join(map(repr, lines)).encode()).hexdigest()
