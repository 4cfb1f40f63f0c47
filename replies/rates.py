"""The rates of answering, in one place, each with its base, as they stood at any moment.

Everything is read from rows that say when they came to be: receipts, letters, ratings, contacts,
promises and their dates. Of a deputy who rated twice the later rating counts.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

from django.db.models import Prefetch, Q
from django.utils import timezone

from events.models import Event
from motions.models import Deadline, Deputy, Motion, Plan
from replies.models import Contact, Letter, Promise, PromiseDate, Rating
from replies.selectors import REPLIES
from replies.workflow import PromiseAction, PromiseStatus, Verdict
from reports.progress import percent_of
from tasks.models import Obligation
from tasks.planfile.then import proposers_at


@dataclass(frozen=True)
class Share:
    """`done` of `base`; without a base there is no rate."""

    done: int
    base: int

    @property
    def percent(self) -> Decimal | None:
        return percent_of(Decimal(self.done), Decimal(self.base))


class Keeping(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    CLAIMED = "claimed"  # the unit has said how it was kept: it is the office that is waited for
    KEPT = "kept"


def keeping(due_on: date, today: date, *, is_claimed: bool, is_kept: bool) -> Keeping:
    """How a promise stands, for page, board and exports alike."""
    if is_kept:
        return Keeping.KEPT
    if is_claimed:
        return Keeping.CLAIMED
    return Keeping.OVERDUE if due_on < today else Keeping.OPEN


def keeping_now(promise: Promise, today: date) -> Keeping:
    return keeping(
        promise.due_in_force,
        today,
        is_claimed=promise.status == PromiseStatus.CLAIMED,
        is_kept=promise.status == PromiseStatus.KEPT,
    )


@dataclass(frozen=True)
class LetterStanding:
    """What one deputy was answered and said. `rating` is None while nothing was submitted."""

    letter: Letter
    motion_id: int | None
    is_second: bool
    replied_at: datetime
    rating: Rating | None


@dataclass(frozen=True)
class MotionStanding:
    """`replied_on` also for a reply on paper. The verdicts count each deputy once, on the result."""

    obligation_id: int
    motion_id: int | None
    motion: str
    lead: str
    due_on: date
    replied_on: date | None
    deputies: int
    contacted: int
    letters: int
    results: dict[str, int]
    attitudes: dict[str, int]
    second_due_on: date | None
    second_replied_on: date | None

    @property
    def rows(self) -> str:
        """What its rows are called in the ledger's address."""
        return f"motion-{self.obligation_id}"

    @property
    def rated(self) -> int:
        return sum(self.results.values())

    @property
    def silent(self) -> int:
        return self.letters - self.rated

    @property
    def satisfied(self) -> int:
        return self.rated - self.results[Verdict.DISSATISFIED]


@dataclass(frozen=True)
class PromiseStanding:
    promise: Promise
    motion: str
    due_on: date
    printed_on: date
    state: Keeping
    kept_at: datetime | None


@dataclass(frozen=True)
class RepliesStanding:
    motions: tuple[MotionStanding, ...]
    letters: tuple[LetterStanding, ...]
    promises: tuple[PromiseStanding, ...]
    contacted: Share
    answered: Share
    satisfied: Share
    kept: Share
    silent: int
    goal: Decimal | None
    is_sample: bool

    @property
    def overdue(self) -> int:
        return sum(row.state == Keeping.OVERDUE for row in self.promises)

    @property
    def open_promises(self) -> tuple[PromiseStanding, ...]:
        """By date, the earliest first."""
        rows = (row for row in self.promises if row.state != Keeping.KEPT)
        return tuple(sorted(rows, key=lambda row: (row.due_on, row.promise.pk)))


@dataclass(frozen=True)
class _Facts:
    at: datetime
    today: date
    owed: list[Obligation]
    deputies: dict[int, list[Deputy]]
    letters: list[Letter]


def replies_standing(plan: Plan, *, at: datetime, today: date) -> RepliesStanding:
    """The same number of queries whatever was answered."""
    facts = _facts(plan, at, today)
    motions = tuple(_motion(row, facts) for row in facts.owed if row.kind == Obligation.Kind.REPLY)
    letters = tuple(_letter(row, facts) for row in facts.letters)
    promises = tuple(_promises(plan, at, today))
    kept = sum(row.state == Keeping.KEPT for row in promises)
    return RepliesStanding(
        motions=motions,
        letters=letters,
        promises=promises,
        contacted=Share(
            sum(row.contacted for row in motions), sum(row.deputies for row in motions)
        ),
        answered=Share(sum(row.replied_on is not None for row in motions), len(motions)),
        satisfied=Share(sum(row.satisfied for row in motions), sum(row.rated for row in motions)),
        kept=Share(kept, len(promises)),
        silent=sum(row.silent for row in motions),
        goal=_goal(facts.owed),
        is_sample=any(row.reply.is_sample for row in facts.letters),
    )


def _facts(plan: Plan, at: datetime, today: date) -> _Facts:
    owed = list(
        Obligation.objects.filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at), plan=plan, kind__in=REPLIES
        )
        .select_related("motion", "deadline", "reply_receipt")
        .order_by("due_on", "pk")
    )
    then = proposers_at(plan, at)
    owed = [row for row in owed if row.motion is None or _was_there(row.motion, 0, then)]
    contacts = Contact.objects.filter(recorded_at__lte=at)
    deputies: dict[int, list[Deputy]] = defaultdict(list)
    for deputy in (
        Deputy.objects.filter(motion__plan=plan)
        .select_related("roster_entry", "motion")
        .prefetch_related(Prefetch("contacts", contacts))
        .order_by("order")
    ):
        if _was_there(deputy.motion, deputy.order, then):
            deputies[deputy.motion_id].append(deputy)
    letters = list(
        Letter.objects.filter(reply__obligation__plan=plan, reply__issued_at__lte=at)
        .select_related("reply__obligation__motion", "deputy__roster_entry", "rating")
        .order_by("reply__issued_at", "reply_id", "number")
    )
    return _Facts(at, today, owed, deputies, letters)


def _was_there(motion: Motion, place: int, then: tuple[int, ...] | None) -> bool:
    """Whether the plan as it was then had that motion, with that many deputies."""
    return then is None or (motion.order < len(then) and place < then[motion.order])


def _motion(owed: Obligation, facts: _Facts) -> MotionStanding:
    replied_on = _replied_on(owed, facts.at)
    deputies = facts.deputies.get(owed.motion_id or 0, [])
    own = [row for row in facts.letters if row.reply.obligation.motion_id == owed.motion_id]
    second = _second(owed, facts)
    latest = {row.deputy_id: rating for row in own if (rating := _rating(row, facts.at))}
    return MotionStanding(
        obligation_id=owed.pk,
        motion_id=owed.motion_id,
        motion=str(owed.motion),
        lead=deputies[0].name if deputies else "",
        due_on=owed.due_on,
        replied_on=replied_on,
        deputies=len(deputies),
        contacted=sum(_was_contacted(row, replied_on) for row in deputies),
        letters=len({row.deputy_id for row in own}),
        results=_counts(row.result for row in latest.values()),
        attitudes=_counts(row.attitude for row in latest.values()),
        second_due_on=second.due_on if second else None,
        second_replied_on=_answered_on(second, facts) if second else None,
    )


def _replied_on(owed: Obligation, at: datetime) -> date | None:
    """Noted by then: a reply noted today changes no answer about yesterday."""
    receipt = getattr(owed, "reply_receipt", None)
    return receipt.replied_on if receipt and receipt.registered_at <= at else None


def _second(first: Obligation, facts: _Facts) -> Obligation | None:
    """The latest second answer that was owed by then: the first from the first rating on that was not
    satisfied, each further one from the first of these after the one before it had gone out.
    """
    seconds = [row for row in facts.owed if row.parent_id == first.pk]
    moments = [
        rating.submitted_at
        for row in facts.letters
        if row.reply.obligation_id == first.pk
        and (rating := _rating(row, facts.at)) is not None
        and rating.result == Verdict.DISSATISFIED
    ]
    found, after = None, datetime.min.replace(tzinfo=UTC)
    for row in sorted(seconds, key=lambda row: row.pk):
        if not any(moment >= after for moment in moments):
            break
        found = row
        after = row.met_at or datetime.max.replace(tzinfo=UTC)
    return found


def _answered_on(second: Obligation, facts: _Facts) -> date | None:
    """By its letters that had gone out by then."""
    gone_out = (
        row.reply.issued_at for row in facts.letters if row.reply.obligation_id == second.pk
    )
    return next((timezone.localdate(moment) for moment in gone_out if moment), None)


def _rating(letter: Letter, at: datetime) -> Rating | None:
    rating = getattr(letter, "rating", None)
    return rating if rating and rating.submitted_at <= at else None


def _was_contacted(deputy: Deputy, replied_on: date | None) -> bool:
    """Before the answer: a visit afterwards is none of these."""
    return any(replied_on is None or row.met_on <= replied_on for row in deputy.contacts.all())


def _counts(verdicts: Iterable[str]) -> dict[str, int]:
    found = list(verdicts)
    return {verdict.value: found.count(verdict) for verdict in Verdict}


def _letter(letter: Letter, facts: _Facts) -> LetterStanding:
    owed = letter.reply.obligation
    return LetterStanding(
        letter=letter,
        motion_id=owed.motion_id,
        is_second=owed.kind == Obligation.Kind.SECOND_REPLY,
        replied_at=letter.reply.issued_at or facts.at,
        rating=_rating(letter, facts.at),
    )


def _promises(plan: Plan, at: datetime, today: date) -> Iterable[PromiseStanding]:
    dates = PromiseDate.objects.filter(at__lte=at).order_by("pk")
    rows = (
        Promise.objects.filter(obligation__plan=plan, entered_at__lte=at)
        .select_related("unit", "answer__reply__obligation__motion")
        .prefetch_related(Prefetch("dates", dates))
        .order_by("due_on", "pk")
    )
    claimed = _claimed(plan, at)
    for row in rows:
        due_on = list(row.dates.all())[-1].due_on
        kept_at = row.kept_at if row.kept_at and row.kept_at <= at else None
        yield PromiseStanding(
            promise=row,
            motion=str(row.answer.reply.obligation.motion),
            due_on=due_on,
            printed_on=row.due_on,
            state=keeping(due_on, today, is_claimed=row.pk in claimed, is_kept=kept_at is not None),
            kept_at=kept_at,
        )


def _claimed(plan: Plan, at: datetime) -> set[int]:
    """Promises whose unit had said by then that they are kept, and was not sent back since."""
    of_plan = Promise.objects.filter(obligation__plan=plan)
    said = Event.objects.filter(
        subject_kind=Promise._meta.label_lower,
        subject_id__in=of_plan.values("pk"),
        action__in=[PromiseAction.CLAIM, PromiseAction.REJECT],
        at__lte=at,
    )
    last = dict(said.order_by("pk").values_list("subject_id", "action"))
    return {pk for pk, action in last.items() if action == PromiseAction.CLAIM}


def _goal(owed: Iterable[Obligation]) -> Decimal | None:
    goals = [
        row.deadline.satisfaction_goal
        for row in owed
        if row.deadline and row.deadline.kind == Deadline.Kind.REPLY
    ]
    return next((goal for goal in goals if goal is not None), None)
