"""Every read of the pages of replies, ratings and promises."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Max, Prefetch, QuerySet

from common.errors import NotVisibleError
from events.models import Event
from motions.models import Deputy, Motion, Plan
from replies.models import Answer, CoSignature, Letter, Promise, RatingLink, Reply
from replies.permissions import (
    can_keep_roster,
    can_read_co_signature,
    can_read_promise,
    can_read_reply,
    reads_all_promises,
)
from replies.workflow import CoSignStatus, Verdict
from reports.models import Figure, Part
from tasks.assigned import units_for_work
from tasks.models import Obligation, Task
from tasks.parties import PREFETCH
from units.models import Membership, Unit
from units.permissions import Access
from units.roles import Permission, Role

REPLIES = (Obligation.Kind.REPLY, Obligation.Kind.SECOND_REPLY)


def reply_owed(access: Access, obligation_id: int) -> Obligation:
    """A reply that is owed, with the reply itself if it was begun; 404 for who may not know of it."""
    owed = (
        Obligation.objects.in_force()
        .filter(pk=obligation_id, kind__in=REPLIES)
        .select_related(
            "plan__office_unit",
            "plan__host_unit",
            "plan__supervisor_unit",
            "unit",
            "motion",
            "deadline",
            "reply_receipt",
            "reply__obligation",
            "reply__assessment",
        )
        .first()
    )
    if owed is None or not can_read_reply(access, owed, reply_of(owed)):
        raise NotVisibleError
    return owed


def reply_of(owed: Obligation) -> Reply | None:
    return getattr(owed, "reply", None)


def answers_of(reply: Reply) -> list[Answer]:
    return list(
        Answer.objects.filter(reply=reply)
        .select_related("task", "saved_by")
        .prefetch_related(
            Prefetch("promises", Promise.objects.select_related("unit").order_by("order", "pk")),
            *(f"task__{name}" for name in PREFETCH),
        )
        .order_by("order", "pk")
    )


def answer_of(reply: Reply, answer_id: int) -> Answer:
    row = (
        Answer.objects.filter(reply=reply, pk=answer_id)
        .select_related("saved_by", "task")
        .prefetch_related("promises__unit")
        .first()
    )
    if row is None:
        raise NotVisibleError
    return row


def next_order(reply: Reply) -> int:
    return (Answer.objects.filter(reply=reply).aggregate(last=Max("order"))["last"] or 0) + 1


def promising_units(reply: Reply) -> "QuerySet[Unit]":
    """Any unit of the government that does work may be the one that keeps a promise."""
    return units_for_work(reply.government_id)


def co_signatures_of(reply: Reply) -> list[CoSignature]:
    return list(
        CoSignature.objects.filter(reply=reply)
        .select_related("unit", "obligation")
        .order_by("unit_id")
    )


def agreed_units(reply: Reply) -> list[Unit]:
    """Those whose heads agreed to this very text."""
    rows = co_signatures_of(reply)
    return [
        row.unit
        for row in rows
        if row.status == CoSignStatus.AGREED and row.revision == reply.revision
    ]


def deputies_of(motion: Motion) -> list[Deputy]:
    """In the directive's order, with roster entry and contacts."""
    return list(
        Deputy.objects.filter(motion=motion)
        .select_related("roster_entry")
        .prefetch_related("contacts__recorded_by")
        .order_by("order")
    )


def name_of(deputy: Deputy) -> str:
    """As the roster has it, else as printed; empty for a place nobody has filled."""
    entry = getattr(deputy, "roster_entry", None)
    return (entry.name if entry else "") or deputy.name


def letters_of(reply: Reply) -> list[Letter]:
    return list(
        Letter.objects.filter(reply=reply)
        .select_related("deputy__roster_entry", "rating")
        .prefetch_related("links")
        .order_by("number")
    )


def letter_for(reply: Reply, number: int) -> Letter:
    letter = (
        Letter.objects.filter(reply=reply, number=number)
        .select_related("deputy__roster_entry")
        .first()
    )
    if letter is None:
        raise NotVisibleError
    return letter


def latest_link(reply: Reply) -> int:
    """The number of the rating link made last, 0 for none."""
    rows = RatingLink.objects.filter(letter__reply=reply)
    return rows.aggregate(last=Max("pk"))["last"] or 0


def rating_owed(reply: Reply) -> Obligation | None:
    """What the deputies' office follows, with the limit in force."""
    return (
        Obligation.objects.in_force()
        .filter(parent=reply.obligation_id, kind=Obligation.Kind.RATING)
        .first()
    )


def is_rating_ended(reply: Reply) -> bool:
    owed = rating_owed(reply)
    return owed is not None and owed.met_at is not None


def still_to_rate(reply: Reply, today: date) -> int:
    """How many deputies may still rate it: of those who have not, none once the limit is past."""
    owed = rating_owed(reply)
    if owed is None or today > owed.due_on:
        return 0
    return Letter.objects.filter(reply=reply, rating__isnull=True).count()


def assessment_owed(reply: Reply) -> Obligation | None:
    """Of a second answer that somebody was not satisfied with either."""
    return (
        Obligation.objects.in_force()
        .filter(parent=reply.obligation_id, kind=Obligation.Kind.ASSESSMENT)
        .first()
    )


def second_replies_owed(reply: Reply) -> list[Obligation]:
    """The latest last. One is the rule; another is owed to who was not satisfied after it went out."""
    return list(
        Obligation.objects.in_force()
        .filter(parent=reply.obligation_id, kind=Obligation.Kind.SECOND_REPLY)
        .order_by("pk")
    )


def letters_to_answer_again(first: Reply) -> "QuerySet[Letter]":
    """Of those not satisfied with the first answer whom no second one has reached yet."""
    again = Letter.objects.filter(
        reply__obligation__parent=first.obligation_id,
        reply__obligation__kind=Obligation.Kind.SECOND_REPLY,
    )
    return (
        Letter.objects.filter(reply=first, rating__result=Verdict.DISSATISFIED)
        .exclude(deputy__in=again.values("deputy"))
        .select_related("rating", "deputy__roster_entry")
        .order_by("number")
    )


def deputies_to_answer(reply: Reply) -> list[Deputy]:
    """Every deputy of the motion; for a second answer those who were not satisfied."""
    owed = reply.obligation
    if not reply.is_second:
        return deputies_of(owed.motion) if owed.motion else []
    first = Reply.objects.filter(obligation=owed.parent_id).first()
    return [row.deputy for row in letters_to_answer_again(first)] if first else []


def leaves_of(plan: Plan) -> list[Task]:
    return list(
        Task.objects.filter(plan=plan).leaves().prefetch_related(*PREFETCH).order_by("order")
    )


def accepted_parts(plan: Plan) -> list[Part]:
    """By leaf, then lead: the accepted part of the latest stage, with its figures."""
    rows = (
        Part.objects.filter(version__accepted_of__isnull=False, obligation__plan=plan, is_nil=False)
        .select_related("obligation__task", "obligation__unit")
        .prefetch_related(Prefetch("figures", Figure.objects.select_related("target")))
        .prefetch_related("figures__target__allocations")
        .order_by("obligation__task__order", "obligation__original_due_on")
    )
    latest = {(row.obligation.task_id, row.obligation.unit_id): row for row in rows}
    return list(latest.values())


def roster_unit(government_id: int, today: date) -> Unit | None:
    """The deputies' office of a government: where somebody keeps the roster."""
    post = (
        Membership.objects.valid_on(today)
        .filter(unit__government=government_id, role=Role.DEPUTIES_OFFICE)
        .select_related("unit")
        .order_by("pk")
        .first()
    )
    return post.unit if post else None


# -- the deputies' office ----------------------------------------------------------------------------


def kept_governments(access: Access) -> list[int]:
    kept = access.governments_with(Permission.KEEP_ROSTER)
    return [pk for pk in sorted(kept) if can_keep_roster(access, pk)]


def roster(governments: Iterable[int]) -> "QuerySet[Motion]":
    """Motions with all their places, the newest plan first."""
    deputies = (
        Deputy.objects.select_related("roster_entry").prefetch_related("contacts").order_by("order")
    )
    return (
        Motion.objects.filter(plan__government__in=list(governments))
        .select_related("plan")
        .prefetch_related(Prefetch("deputies", deputies))
        .order_by("-plan__issued_on", "-plan_id", "order")
    )


def deputy_for(access: Access, deputy_id: int) -> Deputy:
    deputy = (
        Deputy.objects.filter(pk=deputy_id, motion__plan__government__in=kept_governments(access))
        .select_related("motion__plan", "roster_entry")
        .first()
    )
    if deputy is None:
        raise NotVisibleError
    return deputy


def rating_followed(access: Access, obligation_id: int) -> Obligation:
    """What the deputies' office itself owes: the rating it follows, the assessment it calls."""
    owed = Obligation.objects.filter(
        pk=obligation_id,
        kind__in=(Obligation.Kind.RATING, Obligation.Kind.ASSESSMENT),
        government__in=kept_governments(access),
    ).first()
    if owed is None:
        raise NotVisibleError
    return owed


def followed_replies(governments: Iterable[int]) -> "QuerySet[Reply]":
    """What was issued, the latest first, with letters and ratings."""
    letters = Letter.objects.select_related("rating").order_by("number")
    rating = Obligation.objects.in_force().filter(kind=Obligation.Kind.RATING)
    return (
        Reply.objects.filter(government__in=list(governments), issued_at__isnull=False)
        .select_related("obligation__plan", "obligation__motion", "obligation__unit")
        .prefetch_related(
            Prefetch("letters", letters), Prefetch("obligation__children", rating, "rating_duties")
        )
        .order_by("-issued_at")
    )


def followed_owed(governments: Iterable[int]) -> "QuerySet[Obligation]":
    """Replies that are still to come."""
    return (
        Obligation.objects.open()
        .filter(government__in=list(governments), kind__in=REPLIES)
        .select_related("plan", "motion", "unit")
        .order_by("due_on", "pk")
    )


def answered_on_paper(governments: Iterable[int]) -> "QuerySet[Obligation]":
    """Met without a reply of the portal, the latest first."""
    return (
        Obligation.objects.in_force()
        .filter(government__in=list(governments), kind__in=REPLIES, met_at__isnull=False)
        .exclude(reply__issued_at__isnull=False)
        .select_related("plan", "motion", "unit", "reply_receipt")
        .order_by("-met_at")
    )


# -- co-signing --------------------------------------------------------------------------------------


def co_signature_for(access: Access, co_signature_id: int) -> CoSignature:
    row = (
        CoSignature.objects.filter(pk=co_signature_id)
        .select_related(
            "unit",
            "obligation",
            "reply__obligation__plan__supervisor_unit",
            "reply__obligation__motion",
            "reply__obligation__unit",
        )
        .first()
    )
    if row is None or not can_read_co_signature(access, row):
        raise NotVisibleError
    return row


def co_signature_owed(access: Access, obligation_id: int) -> CoSignature:
    found = CoSignature.objects.filter(obligation=obligation_id).values_list("pk", flat=True)
    if not found:
        raise NotVisibleError
    return co_signature_for(access, found[0])


# -- promises ----------------------------------------------------------------------------------------


def promises_of(plan: Plan, access: Access) -> "QuerySet[Promise]":
    """The ledger of a plan: all of it, or the units' own."""
    rows = (
        Promise.objects.filter(obligation__plan=plan)
        .select_related("unit", "obligation", "answer__reply__obligation__motion")
        .order_by("obligation__due_on", "pk")
    )
    if reads_all_promises(access, plan):
        return rows
    own = access.working_units
    return rows.filter(unit__in=own)


def promise_for(access: Access, promise_id: int) -> Promise:
    row = (
        Promise.objects.filter(pk=promise_id, obligation__isnull=False)
        .select_related(
            "unit",
            "obligation__plan",
            "answer__reply__obligation__motion",
            "answer__reply__obligation__unit",
        )
        .first()
    )
    if row is None or not can_read_promise(access, row, plan_of(row)):
        raise NotVisibleError
    return row


def promise_owed(access: Access, obligation_id: int) -> Promise:
    found = Promise.objects.filter(obligation=obligation_id).values_list("pk", flat=True)
    if not found:
        raise NotVisibleError
    return promise_for(access, found[0])


def plan_of(row: Promise) -> Plan:
    """The plan in whose reply it was made."""
    return row.answer.reply.obligation.plan if row.obligation is None else row.obligation.plan


def latest_words(promises: Iterable[Promise], at: datetime) -> dict[int, Event]:
    """By promise: the last step with words in it."""
    kind = Promise._meta.label_lower
    events = Event.objects.filter(
        subject_kind=kind, subject_id__in=[row.pk for row in promises], at__lte=at
    ).exclude(reason="")
    return {event.subject_id: event for event in events.order_by("pk")}
