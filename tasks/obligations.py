"""What a plan makes its units owe.

A filing per lead unit and stage, a part per leaf in it; a contribution per responsible unit, leaf and
stage; a co-signature per further lead, leaf and stage; replies.

`owed_by` is the one place that says so. The plan's loading, its amendment and a change of hands all
compare it with the rows that are there, by key.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from motions.models import Deadline, Motion, Plan
from tasks.models import Obligation, Task, TaskParty
from tasks.models.obligation import PLANNED
from tasks.parties import OF_STAGES, PREFETCH, owing_units
from tasks.redating import note_redating
from tasks.withdrawing import restore, withdraw
from units.models import Unit, User
from units.selectors import answer_limit, limit_of, work_calendar

# Days inside a stage that no directive prints: so long before the stage's own date.
INNER_DATES = {
    Obligation.Kind.CONTRIBUTION: "contribution_before_stage",
    Obligation.Kind.CO_SIGNATURE: "co_signature_before_stage",
}


def owed_by(plan: Plan) -> list[Obligation]:
    """Everything the plan makes its units owe, as rows that are not saved; parents before children."""
    leaves = list(Task.objects.filter(plan=plan).leaves().prefetch_related(*PREFETCH, OF_STAGES))
    stages = list(plan.deadlines.filter(kind=Deadline.Kind.REPORT))
    led = {stage.pk: _led(leaves, stage) for stage in stages}
    filings = [_filing(plan, stage, unit) for stage in stages for unit in led[stage.pk]]
    parts = [_part(row, leaf) for row in filings for leaf in led[row.deadline_id][row.unit]]
    return [*filings, *parts, *_inside(plan, stages, leaves), *_replies(plan)]


def _led(leaves: Iterable[Task], stage: Deadline) -> dict[Unit, list[Task]]:
    led: dict[Unit, list[Task]] = {}
    for leaf in leaves:
        for unit in owing_units(leaf, TaskParty.Role.LEAD, stage):
            led.setdefault(unit, []).append(leaf)
    return led


def key_for(owed: Obligation, unit: Unit) -> str:
    """What the plan calls the same thing when another unit owes it: keys end with their unit."""
    return f"{owed.key.removesuffix(str(owed.unit_id))}{unit.pk}"


def generate_obligations(plan: Plan, *, today: date | None = None) -> None:
    """Make what the plan owes and is not there yet. `today`: of a plan that begins to be worked on."""
    owed = owed_by(plan)
    if today is not None:
        _leave_days(plan, owed, today)
    _create(owed, _planned(plan))


def _leave_days(plan: Plan, owed: Iterable[Obligation], today: date) -> None:
    """A plan may be loaded in the middle of its year: no contribution is owed within the days in which

    a unit may still return what it is handed. But its lead has it a working day before the report.
    """
    calendar = work_calendar(plan.government_id)
    earliest = limit_of(plan.rule_set_id, "refusal_after_hand_out").after(today, calendar)
    for row in owed:
        if row.kind == Obligation.Kind.CONTRIBUTION and row.deadline and row.due_on < earliest:
            last = calendar.last_workday_on_or_before(row.deadline.due_on - timedelta(days=1))
            row.due_on = max(row.due_on, min(earliest, last))
            row.original_due_on = row.due_on


@dataclass(frozen=True)
class Followed:
    """What was done to the rows so that they say again what the plan says.

    `redated` has with each the day it was owed by before; None for one that had been withdrawn.
    """

    added: tuple[Obligation, ...]
    redated: tuple[tuple[Obligation, date | None], ...]
    withdrawn: tuple[Obligation, ...]


def follow_plan(
    plan: Plan,
    *,
    before: Iterable[Obligation],
    reason: str,
    now: datetime,
    by: User | None = None,
) -> Followed:
    """Take the plan's change over into what is owed. `before`: what `owed_by` said before the change.

    Nothing is deleted, and what was met stays as it was met. Nobody is made to owe anything for a day
    that is past, nor as a part of what was handed in already.
    """
    old = {row.key: row for row in before}
    new = {row.key: row for row in owed_by(plan)}
    there = _planned(plan)
    gone = [there[key] for key in old if key in there and key not in new and there[key].is_open]
    followed = Followed(
        added=tuple(_added(old, new, there, timezone.localdate(now))),
        redated=tuple(_redated(plan, old, new, there, reason)),
        withdrawn=tuple(gone),
    )
    for row in gone:
        row.plan_version = plan.version
    withdraw(owed=gone, reason=reason, now=now)
    for row, was in followed.redated:
        if was is not None:
            note_redating(row, was, by=by, now=now, reason=reason)
    return followed


Rows = Mapping[str, Obligation]


def _planned(plan: Plan) -> dict[str, Obligation]:
    rows = Obligation.objects.filter(plan=plan, kind__in=PLANNED).order_by("pk")
    return {row.key: row for row in rows.select_related("unit", "deadline", "task", "motion")}


def _added(old: Rows, new: Rows, there: Rows, today: date) -> list[Obligation]:
    fresh = [row for key, row in new.items() if key not in old and row.due_on >= today]
    return _create([row for row in fresh if not _is_handed_in(row.parent, there)], there)


def _is_handed_in(parent: Obligation | None, there: Rows) -> bool:
    return parent is not None and parent.key in there and there[parent.key].met_at is not None


def _redated(
    plan: Plan, old: Rows, new: Rows, there: Rows, reason: str
) -> Iterator[tuple[Obligation, date | None]]:
    """Also what was withdrawn and is owed once more, and what another unit owes now."""
    for key, row in there.items():
        if row.met_at is not None or key not in new or _is_same(old.get(key), new[key]):
            continue
        was = None if row.withdrawn_at else row.due_on
        row.due_on = _date_in_force(row, old.get(key), new[key])
        row.unit, row.plan_version = new[key].unit, plan.version
        restore(owed=row, reason=reason)
        yield row, was


def _is_same(old: Obligation | None, new: Obligation) -> bool:
    return old is not None and (old.due_on, old.unit_id) == (new.due_on, new.unit_id)


def _date_in_force(row: Obligation, old: Obligation | None, new: Obligation) -> date:
    """A longer extension that was granted stays."""
    is_extended = old is not None and row.due_on != old.due_on
    return max(row.due_on, new.due_on) if is_extended else new.due_on


def _create(wanted: Iterable[Obligation], there: Rows) -> list[Obligation]:
    """Those that are missing, level by level: what a row hangs on is there before it."""
    known, made = dict(there), list[Obligation]()
    missing = [row for row in wanted if row.key not in there]
    while ready := [row for row in missing if row.parent is None or row.parent.key in known]:
        for row in ready:
            row.parent = row.parent and known[row.parent.key]
        made += bulk_create_with_history(ready, Obligation)
        known |= {row.key: row for row in ready}
        missing = [row for row in missing if row.key not in known]
    return made


def _filing(plan: Plan, stage: Deadline, unit: Unit) -> Obligation:
    return _obligation(
        plan, Obligation.Kind.FILING, unit, stage, key=f"filing/{stage.order}/{unit.pk}"
    )


def _part(filing: Obligation, leaf: Task) -> Obligation:
    part = _obligation(
        filing.plan,
        Obligation.Kind.PART,
        filing.unit,
        filing.deadline,
        key=f"part/{leaf.key}/{filing.key}",
    )
    part.parent, part.task = filing, leaf
    return part


def _inside(plan: Plan, stages: list[Deadline], leaves: list[Task]) -> Iterator[Obligation]:
    """What goes between units before a stage ends."""
    calendar = work_calendar(plan.government_id)
    limits = {kind: limit_of(plan.rule_set_id, rule) for kind, rule in INNER_DATES.items()}
    for stage in stages:
        on = {kind: limit.before(stage.due_on, calendar) for kind, limit in limits.items()}
        for leaf in leaves:
            for kind, unit in _between_units(leaf, stage):
                yield _inner(plan, kind, unit, stage, leaf, on[kind])


def _between_units(leaf: Task, stage: Deadline) -> Iterator[tuple[Obligation.Kind, Unit]]:
    """The first lead gathers; every further one co-signs."""
    for unit in owing_units(leaf, TaskParty.Role.RESPONSIBLE, stage):
        yield Obligation.Kind.CONTRIBUTION, unit
    for unit in owing_units(leaf, TaskParty.Role.LEAD, stage)[1:]:
        yield Obligation.Kind.CO_SIGNATURE, unit


def _inner(
    plan: Plan, kind: Obligation.Kind, unit: Unit, stage: Deadline, leaf: Task, due_on: date
) -> Obligation:
    owed = _obligation(plan, kind, unit, stage, key=f"{kind}/{leaf.key}/{stage.order}/{unit.pk}")
    owed.task, owed.original_due_on, owed.due_on = leaf, due_on, due_on
    return owed


def _replies(plan: Plan) -> Iterator[Obligation]:
    """By the dates the directive prints; where it prints none, by the limit of its rules, if they have one."""
    replying = Unit.objects.get(pk=plan.replying_unit_id)
    printed = list(plan.deadlines.filter(kind=Deadline.Kind.REPLY))
    for deadline in printed:
        for motion in plan.motions.all():
            key = f"reply/{deadline.order}/{motion.order}"
            yield _reply(plan, replying, motion, deadline.due_on, key, deadline)
    limit = answer_limit(plan.rule_set_id)
    if printed or limit is None or plan.named_on is None:
        return
    due_on = limit.after(plan.named_on, work_calendar(plan.government_id))
    for motion in plan.motions.all():
        yield _reply(plan, replying, motion, due_on, f"reply/by-rule/{motion.order}", None)


def _reply(
    plan: Plan, unit: Unit, motion: Motion, due_on: date, key: str, deadline: Deadline | None
) -> Obligation:
    return Obligation(
        government_id=plan.government_id,
        plan=plan,
        plan_version=plan.version,
        key=key,
        kind=Obligation.Kind.REPLY,
        unit=unit,
        deadline=deadline,
        motion=motion,
        original_due_on=due_on,
        due_on=due_on,
    )


def _obligation(plan: Plan, kind: str, unit: Unit, deadline: Deadline, *, key: str) -> Obligation:
    return Obligation(
        government_id=plan.government_id,
        plan=plan,
        plan_version=plan.version,
        key=key,
        kind=kind,
        unit=unit,
        deadline=deadline,
        original_due_on=deadline.due_on,
        due_on=deadline.due_on,
    )
