"""Which rules a plan goes by, kind by kind, and what a change of them would do."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from common.errors import NotAllowedError, NotVisibleError
from motions.models import Plan
from motions.permissions import runs_plan
from motions.workflow import Status
from reminders.models import ReminderRule
from reminders.planning.forecast import Planned, Rules, forecast, messages_in, ways_in
from reminders.planning.ladders import Rung, changed, escalation, in_order, seal_of
from reminders.rule_book import RuleBook
from reminders.words import audience_words, channel_words, named, rung_words, time_words
from tasks.models import Obligation
from units.models import Government, User
from units.permissions import Access
from units.roles import Permission
from units.selectors import work_calendar

MONTH = timedelta(days=31)
HISTORY_LINES = 30


@dataclass(frozen=True)
class Owner:
    """Whose rules: a plan's, or those of its government for every plan without its own."""

    government: Government
    plan: Plan | None = None

    @property
    def own(self) -> Q:
        return Q(government=self.government, plan=self.plan)

    def like(self, kind: str) -> ReminderRule:
        """A rule of theirs, of this kind, that is not saved."""
        return ReminderRule(government=self.government, plan=self.plan, kind=kind)


def plan_owner(access: Access, plan: Plan) -> Owner:
    """For whoever sets the plan's rules: its office."""
    if not runs_plan(access, plan):
        raise NotAllowedError
    return Owner(plan.government, plan)


def government_owner(access: Access, government_id: int) -> Owner:
    if government_id not in access.governments_with(Permission.MANAGE_REFERENCE_DATA):
        raise NotVisibleError
    return Owner(Government.objects.get(pk=government_id))


def managed_owners(access: Access) -> list[Owner]:
    if not access.has_anywhere(Permission.MANAGE_REFERENCE_DATA):
        raise NotAllowedError
    ids = access.governments_with(Permission.MANAGE_REFERENCE_DATA)
    return [Owner(row) for row in Government.objects.filter(pk__in=ids).order_by("name")]


# -- in force ----------------------------------------------------------------------------------------


def rules_in_force(plan: Plan) -> dict[str, list[ReminderRule]]:
    """A plan with rules of its own for a kind goes by those alone."""
    return RuleBook.of([plan.government_id]).by_kind(plan)


# -- as people read them -----------------------------------------------------------------------------


@dataclass(frozen=True)
class RungLine:
    rung: str
    audiences: str
    channels: str


@dataclass(frozen=True)
class Ladder:
    """One kind's rungs in words. `is_own`: the plan's, not its government's."""

    kind: str
    name: str
    is_own: bool
    rungs: list[RungLine]
    escalation: list[tuple[str, str]]


def ladders(owner: Owner) -> list[Ladder]:
    """Every kind that reminds of anything, or could. One query."""
    rules = ReminderRule.objects.filter(
        Q(plan__isnull=True) | Q(plan=owner.plan), government=owner.government, is_active=True
    )
    common: dict[str, list[ReminderRule]] = defaultdict(list)
    own: dict[str, list[ReminderRule]] = defaultdict(list)
    for rule in rules:
        (common if rule.plan_id is None else own)[rule.kind].append(rule)
    return [
        _ladder(kind, own.get(kind) or common.get(kind, []), is_own=kind in own) for kind in kinds()
    ]


def kinds() -> list[str]:
    """Parts ride on their report."""
    return [kind for kind in Obligation.Kind.values if kind != Obligation.Kind.PART]


def _ladder(kind: str, rules: Iterable[ReminderRule], *, is_own: bool) -> Ladder:
    ordered = in_order(rules)
    return Ladder(
        kind=kind,
        name=str(Obligation.Kind(kind).label),
        is_own=is_own,
        rungs=rung_lines(ordered),
        escalation=escalation_words(ordered),
    )


def rung_lines(rules: Iterable[ReminderRule]) -> list[RungLine]:
    return [RungLine(rung_words(r), audience_words(r), channel_words(r)) for r in rules]


def escalation_words(rules: Iterable[ReminderRule]) -> list[tuple[str, str]]:
    """逾期 3 个工作日起, 领导小组办公室."""
    return [
        (time_words(rule.offset, rule.measure), named(added)) for rule, added in escalation(rules)
    ]


# -- one kind of one owner ---------------------------------------------------------------------------


@dataclass(frozen=True)
class KindRules:
    owner: Owner
    kind: str
    own: list[ReminderRule]
    common: list[ReminderRule]

    @property
    def is_own(self) -> bool:
        return self.owner.plan is None or any(rule.is_active for rule in self.own)

    @property
    def seal(self) -> str:
        """Of everything that the page shows and a change starts from."""
        return seal_of([*self.own, *self.common])

    @property
    def start(self) -> list[ReminderRule]:
        """What a form begins with: the own ladder, or a copy of the government's."""
        rules = self.own if self.is_own else [rule for rule in self.common if rule.is_active]
        return sorted(in_order(rules), key=lambda rule: not rule.is_active)

    def active_with(self, rungs: Sequence[Rung], today: date) -> list[ReminderRule]:
        """The ladder in force once the own rungs were these."""
        found = changed(self.own, rungs, like=self.owner.like(self.kind), today=today).active
        return found or [rule for rule in self.common if rule.is_active]


def kind_rules(owner: Owner, kind: str) -> KindRules:
    if kind not in kinds():
        raise NotVisibleError
    rules = ReminderRule.objects.filter(
        Q(plan__isnull=True) | owner.own, government=owner.government, kind=kind
    )
    own = [rule for rule in rules if rule.plan_id == (owner.plan and owner.plan.pk)]
    common = [rule for rule in rules if rule.plan_id is None] if owner.plan else []
    return KindRules(owner, kind, own, common)


def changes_of(owner: Owner, kind: str) -> QuerySet[Any]:
    """Who changed which rung when, the latest first."""
    rows = ReminderRule.history.filter(owner.own, kind=kind, history_user__isnull=False)
    return rows.select_related("history_user").order_by("-history_date", "-history_id")[
        :HISTORY_LINES
    ]


# -- what a change would do --------------------------------------------------------------------------


@dataclass(frozen=True)
class PersonEffect:
    person: User
    before: int
    after: int


@dataclass(frozen=True)
class Effect:
    """Messages of the coming month, by the rules as they are and as they would be."""

    before: int
    after: int
    people: list[PersonEffect]
    plans: int


def effect_of(rules: KindRules, rungs: Sequence[Rung], today: date) -> Effect:
    plans = _plans_going_by(rules)
    calendar = work_calendar(rules.owner.government.pk)
    book = RuleBook.of([rules.owner.government.pk])
    before = {plan: book.by_kind(plan) for plan in plans}
    active = rules.active_with(rungs, today)
    after = {plan: {**own, rules.kind: active} for plan, own in before.items()}
    until = today + MONTH

    def planned(by: Mapping[Plan, Rules]) -> list[Planned]:
        return forecast(by, calendar, today=today, until=until)

    return _effect(planned(before), planned(after), len(plans))


def _plans_going_by(rules: KindRules) -> list[Plan]:
    """The plan itself; or every open plan of the government that has no rules of its own for the kind."""
    if rules.owner.plan is not None:
        return [rules.owner.plan]
    own = ReminderRule.objects.filter(plan__isnull=False, kind=rules.kind, is_active=True)
    plans = Plan.objects.filter(government=rules.owner.government).exclude(status=Status.CLOSED)
    return list(plans.exclude(pk__in=own.values("plan")).order_by("pk"))


def _effect(before: list[Planned], after: list[Planned], plans: int) -> Effect:
    was, will = _by_person(before), _by_person(after)
    people = {user for row in (*before, *after) for user in row.told}
    differing = [
        PersonEffect(user, was[user.pk], will[user.pk])
        for user in people
        if was[user.pk] != will[user.pk]
    ]
    differing.sort(key=lambda row: (-abs(row.after - row.before), row.person.name, row.person.pk))
    return Effect(messages_in(before), messages_in(after), differing, plans)


def _by_person(rows: Iterable[Planned]) -> Counter[int | None]:
    return Counter(way.recipient_id for _day, way in ways_in(rows))
