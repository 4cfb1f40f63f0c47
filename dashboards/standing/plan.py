"""The one source of every figure on boards, in the PDF summary and in the ledger."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone

from dashboards.standing import summary
from dashboards.standing.corrections import corrections_of
from dashboards.standing.filings import filings_of, stages_of
from dashboards.standing.hand_out import hand_out_standing
from dashboards.standing.leaves import leaves_of
from dashboards.standing.partner_shapes import Partners
from dashboards.standing.partners import partners_of
from dashboards.standing.reading import Facts, facts_of, year_of
from dashboards.standing.regions import regions_of
from dashboards.standing.said import printed_of, said_of
from dashboards.standing.shapes import (
    Correction,
    FilingStanding,
    LeafStanding,
    PlanStanding,
    Scope,
    ScopeOptions,
    Stage,
)
from dashboards.standing.supervision import supervised
from motions.models import Plan
from replies.rates import RepliesStanding, replies_standing
from tasks.closings import stage_closings
from tasks.models import Task
from tasks.parties import leads_of, responsible_of

WHOLE = Scope()


def plan_standing(
    plan: Plan, *, at: datetime, today: date, with_submitted: bool, scope: Scope = WHOLE
) -> PlanStanding:
    """What stood at `at`, judged by the day `today`.

    Everything is of the moment: statuses, versions, decisions, receipts, and the plan's version. With
    `with_submitted` what is not yet reviewed stands beside what was accepted, never in its place.
    Within one stage only that stage's figures count; the reply belongs to no unit, stage or task.
    A stage that has been closed, and a plan that was archived, say what they said at that moment.
    """
    asked_at = at
    at, today = _standing_still(plan, scope, at, today)
    whole = facts_of(plan, at=at, today=today)
    all_stages = stages_of(whole)
    stages = tuple(row for row in all_stages if scope.stage_id in {None, row.id})
    facts = _within(whole, scope)
    of_all_partners = partners_of(facts, stages)
    partners = of_all_partners.of_unit(scope.partner_id)
    facts = _of_partner(facts, scope.partner_id, partners)
    of_all_units = filings_of(facts, stages)
    leaves = _of_unit(leaves_of(facts, of_all_units, with_submitted=with_submitted), scope.unit_id)
    filings = _filings_within(of_all_units, leaves, scope)
    deadlines = summary.deadlines_of(filings, facts)
    measure_totals = summary.measure_totals(leaves, year_of(whole))
    difficulties, notices = supervised(whole, scope)
    return PlanStanding(
        plan=plan,
        at=at,
        today=today,
        year=year_of(whole),
        with_submitted=with_submitted,
        scope=scope,
        options=_options(whole, all_stages, of_all_partners),
        is_sample=any(row.is_sample for row in filings)
        or any(row.is_sample for row in difficulties)
        or any(row.is_sample for row in notices),
        stages=stages,
        units=tuple(dict.fromkeys(row.unit for row in filings)),
        filings=filings,
        leaves=leaves,
        measure_totals=measure_totals,
        rate=summary.rate_of(filings, facts),
        counts=summary.counts_of(filings),
        stage_summaries=summary.stage_summaries(stages, filings, facts),
        laggards=summary.laggards_of(filings, facts),
        queue=summary.queue_of(filings),
        deadlines=deadlines,
        dates_ahead=summary.dates_ahead(filings, deadlines, facts),
        hand_out=hand_out_standing(
            plan,
            at=at,
            today=today,
            scope=scope,
            units=whole.units,
            leaves=frozenset(row.pk for row in whole.leaves if _is_part_of(row, scope)),
            days=whole.days,
        ),
        partners=partners,
        of_leaves=of_all_partners.on({leaf.pk for leaf in facts.leaves}),
        said=said_of(facts, of_all_units),
        printed=printed_of(whole),
        corrections=_corrections(facts, stages, leaves, scope, asked_at),
        difficulties=difficulties,
        notices=notices,
        replies=_replies(plan, scope, asked_at),
        regions=regions_of(facts, partners, measure_totals, difficulties, only=scope.partner_id),
    )


def _standing_still(plan: Plan, scope: Scope, at: datetime, today: date) -> tuple[datetime, date]:
    ends = [plan.closed_at] if plan.closed_at else []
    if scope.stage_id is not None:
        ends += [
            row.closed_at for row in stage_closings(plan, at) if row.deadline_id == scope.stage_id
        ]
    if not ends or at <= min(ends):
        return at, today
    return min(ends), timezone.localdate(min(ends))


def _corrections(
    facts: Facts,
    stages: Iterable[Stage],
    leaves: Iterable[LeafStanding],
    scope: Scope,
    at: datetime,
) -> tuple[Correction, ...]:
    """Also those of after the moment at which a closed stage stands still."""
    keys = {leaf.key for leaf in leaves}
    return tuple(
        row
        for row in corrections_of(facts.plan, stages, facts.units, at)
        if row.leaf_key in keys and scope.unit_id in {None, row.unit.id}
    )


def _replies(plan: Plan, scope: Scope, at: datetime) -> RepliesStanding | None:
    """Also of an archived plan as of the moment asked for: its promises go on."""
    is_wider = scope.stage_id is None and not scope.is_of_some_leaves
    if not is_wider or scope.unit_id not in {None, plan.replying_unit_id}:
        return None
    return replies_standing(plan, at=at, today=timezone.localdate(at))


def _options(facts: Facts, stages: tuple[Stage, ...], partners: Partners) -> ScopeOptions:
    tasks: dict[str, str] = {}
    for leaf in facts.leaves:
        if leaf.parent:
            tasks.setdefault(leaf.parent.key, str(leaf.parent))
        tasks[leaf.key] = str(leaf)
    units = dict.fromkeys(facts.units[row.unit_id] for row in facts.filings)
    named = dict.fromkeys(
        facts.units[unit.pk] for leaf in facts.leaves for unit in responsible_of(leaf, facts.at)
    )
    owing = dict.fromkeys(row.unit for row in partners.rows)
    return ScopeOptions(stages, tuple(units), tuple(tasks.items()), tuple(named | owing))


def _within(facts: Facts, scope: Scope) -> Facts:
    leaves = [row for row in _led_by(facts, scope.unit_id) if _is_part_of(row, scope)]
    filings = [row for row in facts.filings if scope.stage_id in {None, row.deadline_id}]
    is_wider = scope.stage_id is None and not scope.is_of_some_leaves
    replies = [row for row in facts.replies if is_wider and scope.unit_id in {None, row.unit_id}]
    return replace(facts, leaves=tuple(leaves), filings=tuple(filings), replies=tuple(replies))


def _of_partner(facts: Facts, partner_id: int | None, partners: Partners) -> Facts:
    """The leaves on which the unit works with the lead, or did."""
    if partner_id is None:
        return facts
    owed = {row.leaf_id for row in partners.rows}
    leaves = (
        leaf
        for leaf in facts.leaves
        if leaf.pk in owed or partner_id in {unit.pk for unit in responsible_of(leaf, facts.at)}
    )
    return replace(facts, leaves=tuple(leaves))


def _led_by(facts: Facts, unit_id: int | None) -> Iterable[Task]:
    """Now, or by a report that stayed the unit's when another took the leaf over."""
    if unit_id is None:
        return facts.leaves
    owed = (part.obligation for part in facts.parts)
    reported = {row.task_id for row in owed if row.unit_id == unit_id}
    return [
        leaf
        for leaf in facts.leaves
        if leaf.pk in reported or unit_id in {unit.pk for unit in leads_of(leaf, facts.at)}
    ]


def _is_part_of(leaf: Task, scope: Scope) -> bool:
    keys = {leaf.key, leaf.parent.key} if leaf.parent else {leaf.key}
    return scope.task_key is None or scope.task_key in keys


def _of_unit(leaves: Iterable[LeafStanding], unit_id: int | None) -> tuple[LeafStanding, ...]:
    """A unit's leaves keep the figures its partners gathered, not their words."""
    return tuple(
        replace(
            leaf,
            narratives=tuple(
                row for row in leaf.narratives if unit_id in {None, row.source.unit.id}
            ),
        )
        for leaf in leaves
    )


def _filings_within(
    filings: Iterable[FilingStanding], leaves: Iterable[LeafStanding], scope: Scope
) -> tuple[FilingStanding, ...]:
    leads = {unit.id for leaf in leaves for unit in leaf.leads}
    return tuple(
        row
        for row in filings
        if scope.unit_id in {None, row.unit.id}
        and (not scope.is_of_some_leaves or row.unit.id in leads)
    )
