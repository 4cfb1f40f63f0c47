"""A changed plan file of a loaded plan: what it changes, and changing it. Nothing owed is deleted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from common.language import for_others
from events.errors import ReasonTooLongError
from motions.models import Deadline, Plan
from motions.services import check_open, locked_plan
from tasks.closings import leaf_closings, stage_closings
from tasks.models import Obligation
from tasks.obligations import Followed, follow_plan, owed_by
from tasks.planfile.changes import Change, changes_between
from tasks.planfile.compare import differences
from tasks.planfile.errors import (
    Finding,
    NothingChangedError,
    PlanFileRefusedError,
    PlanNotLoadedError,
    PlanSeenError,
)
from tasks.planfile.export import export_plan
from tasks.planfile.matching import matched_deadlines
from tasks.planfile.predecessors import check_predecessors
from tasks.planfile.read import all_tasks
from tasks.planfile.store import Store
from tasks.planfile.versions import keep_version
from tasks.services.handing_out import follow_amendment
from units.models import Government, User

Content = dict[str, Any]
MOST_REASON = 500


@dataclass(frozen=True)
class Amendment:
    """`changes` are the file's own, `owed` what follows from them for the units."""

    plan: Plan
    changes: tuple[Change, ...]
    owed: Followed


def plan_of(content: Content) -> Plan:
    """The loaded plan that a file is about."""
    issuer, slug = content["document"]["issuer"], content["id"]
    plan = Plan.objects.filter(government__name=issuer, slug=slug).first()
    if plan is None:
        raise PlanNotLoadedError(plan=slug, issuer=issuer)
    return plan


def preview_amendment(content: Content, *, now: datetime) -> Amendment:
    """What `amend_plan` would do: it is done and taken back, so the two cannot differ."""
    with transaction.atomic():
        amendment = amend_plan(content=content, reason="", now=now)
        transaction.set_rollback(True)
    return amendment


@transaction.atomic
def amend_plan(
    *,
    content: Content,
    reason: str,
    now: datetime,
    by: User | None = None,
    seen_version: int | None = None,
) -> Amendment:
    """Checked, canonical content takes the place of what is loaded, as the next version.

    `seen_version`: the version beside which a person looked at the changes. Without `by` it is done
    at the command line.
    """
    if len(reason) > MOST_REASON:
        raise ReasonTooLongError(found=len(reason), most=MOST_REASON)
    plan = locked_plan(plan_of(content).pk)
    check_open(plan)
    if seen_version not in {None, plan.version}:
        raise PlanSeenError(seen=seen_version, version=plan.version)
    Government.objects.select_for_update(no_key=True).get(pk=plan.government_id)
    check_predecessors(content)
    loaded = export_plan(plan)
    _check(plan, loaded, content)
    changes = changes_between(loaded, content)
    if not changes:
        raise NothingChangedError(plan=plan)
    keep_version(plan)
    before = owed_by(plan)
    plan.version += 1
    plan.save()
    Store(plan, content, now).write()
    _check_stored(plan, content)
    with for_others():
        words = reason.strip() or _("文件修改为第%(n)s版") % {"n": plan.version}
    keep_version(plan, reason=words, applied_at=now, by=by)
    owed = follow_plan(plan, before=before, reason=words, now=now, by=by)
    follow_amendment(plan=plan, by=by, reason=words, now=now)
    return Amendment(plan, changes, owed)


def _check_stored(plan: Plan, content: Content) -> None:
    """The tables say what the file says, or nothing has happened."""
    found = list(differences(export_plan(plan), content))
    if found:
        raise PlanFileRefusedError(found)


def _check(plan: Plan, loaded: Content, content: Content) -> None:
    findings = [
        *_kind_findings(loaded, content),
        *_hierarchy_findings(loaded, content),
        *_motion_findings(loaded, content),
        *_stage_findings(plan, loaded, content),
        *_closed_findings(plan, loaded, content),
    ]
    if findings:
        raise PlanFileRefusedError(findings)


def _kind_findings(loaded: Content, content: Content) -> Iterator[Finding]:
    """Other rules would date everything anew: that is another command's."""
    if loaded.get("kind") != content.get("kind"):
        yield Finding(
            "kind",
            str(content.get("kind", "")),
            _("与装入时一样；要改用别的时限规则请用 add_rule_set"),
        )


def _hierarchy_findings(loaded: Content, content: Content) -> Iterator[Finding]:
    """What was filed on a leaf stays with that leaf: it neither moves nor falls into parts."""
    before = {row["key"]: place for row, place in _placed(loaded["tasks"], None)}
    paths = {task["key"]: path for path, task in all_tasks(content["tasks"])}
    for task, place in _placed(content["tasks"], None):
        key = task["key"]
        if key in before and before[key] != place:
            expected = _("同一标识留在原来的任务下，分项有无不变；改动层级请用新的标识")
            yield Finding(paths[key], f"{key}", expected)


def _placed(
    tasks: list[Content], parent: str | None
) -> Iterator[tuple[Content, tuple[str | None, bool]]]:
    for task in tasks:
        yield task, (parent, bool(task["items"]))
        yield from _placed(task["items"], task["key"])


def _motion_findings(loaded: Content, content: Content) -> Iterator[Finding]:
    """Replies and ratings hang on motions and on the places of their deputies."""
    before, after = loaded["motions"], content["motions"]
    if len(after) < len(before):
        yield Finding("motions", str(len(after)), _("不少于已装入的 %s 件") % len(before))
    for index, (old, new) in enumerate(zip(before, after, strict=False)):
        if new["proposers"] < old["proposers"]:
            expected = _("不少于已装入的 %s 名") % old["proposers"]
            yield Finding(f"motions[{index}].proposers", str(new["proposers"]), expected)


def _stage_findings(plan: Plan, loaded: Content, content: Content) -> Iterator[Finding]:
    """A date by which something was handed in already is not taken away."""
    rows = [(row["kind"], row["due"]) for row in loaded["deadlines"]]
    kept = matched_deadlines(rows, [(row["kind"], row["due"]) for row in content["deadlines"]])
    gone = {rows[place] for place in range(len(rows)) if place not in kept.values()}
    used = Deadline.objects.filter(
        plan=plan, obligations__met_at__isnull=False, obligations__kind=Obligation.Kind.FILING
    )
    for deadline in used.distinct():
        due = deadline.due_on.isoformat()
        if (deadline.kind, due) in gone:
            yield Finding("deadlines", _("没有 %s") % due, _("保留：已有单位按这一期限报送"))


def _closed_findings(plan: Plan, loaded: Content, content: Content) -> Iterator[Finding]:
    """What the office has closed is re-opened first, in words, and not changed by the way."""
    expected = _("与已装入的相同：已经结账或办结，要改请先重新打开")
    file = [(row["kind"], row["due"]) for row in content["deadlines"]]
    for stage in stage_closings(plan):
        due = stage.deadline.due_on.isoformat()
        if (stage.deadline.kind, due) not in file:
            yield Finding("deadlines", _("没有 %s") % due, expected)
    before = {task["key"]: task for _path, task in all_tasks(loaded["tasks"])}
    after = {task["key"]: task for _path, task in all_tasks(content["tasks"])}
    for leaf in leaf_closings(plan):
        key = leaf.task.key
        if any(True for _difference in differences(before[key], after.get(key))):
            yield Finding("tasks", f"{leaf.task}", expected)
