"""What a version's co-signatures are as rows: made with a draft, copied into the next, frozen with it.

The verbs of people stand in `co_signing`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.utils import bulk_create_with_history

from common.dates import day_words
from common.language import for_others
from events import services as events
from motions.words import stage_words
from notifications.services import Notice, notify_each
from reports.co_signatures import gaps_of
from reports.errors import CoSignatureGapError
from reports.models import CoSignature, Filing, FilingVersion, Part
from reports.services.steps import local_day, people_of_units
from reports.workflow import CO_SIGNATURE_LIFE, CoSignatureAction, CoSignatureStatus
from reports.working_days import last_working_day
from tasks.goals import gathers_figures
from tasks.models import Obligation, Task
from tasks.parties import PREFETCH, leads_of
from tasks.withdrawing import restore, withdraw
from units.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet

COPIED = (
    "government_id",
    "obligation_id",
    "status",
    "round",
    "asked_at",
    "objection",
    "decided_by_id",
    "decided_by_name",
    "decided_at",
)
DECIDED = (CoSignatureStatus.SIGNED, CoSignatureStatus.OBJECTED)


def open_co_signatures(draft: FilingVersion) -> None:
    """A row for every further lead of the parts that the unit gathers, where there is none yet."""
    owed, parts = draft.filing.obligation, draft.parts.filter(is_locked=False)
    missing = list(
        Obligation.objects.in_force()
        .filter(
            kind=Obligation.Kind.CO_SIGNATURE,
            plan=owed.plan_id,
            deadline=owed.deadline_id,
            task__in=parts.values("obligation__task"),
        )
        .exclude(co_signatures__part__version=draft)
        .order_by("pk")
    )
    gathered = _gathered(parts.filter(obligation__task__in=[row.task_id for row in missing]))
    bulk_create_with_history(
        [
            CoSignature(government_id=row.government_id, part=gathered[row.task_id], obligation=row)
            for row in missing
            if row.task_id in gathered
        ],
        CoSignature,
    )


def _gathered(parts: "QuerySet[Part]") -> dict[int, Part]:
    """By leaf: the parts in which the unit tells the figures of all leads."""
    rows = parts.select_related("obligation__task").prefetch_related(
        *(f"obligation__task__{name}" for name in PREFETCH)
    )
    return {
        part.obligation.task_id: part
        for part in rows
        if gathers_figures(part.obligation.task, part.obligation.unit_id)
    }


def change_hands(draft: FilingVersion, leaf: Task) -> None:
    """Of a leaf that went to another further lead: the one is asked no more, the other has to be.

    Whoever leads it still keeps its word, also where a report went without it. Needs the leaf's
    parties prefetched, as they are now.
    """
    stale = CoSignature.objects.filter(
        part__version=draft,
        obligation__task=leaf,
        obligation__withdrawn_at__isnull=False,
    )
    for row in stale.exclude(obligation__unit__in=leads_of(leaf)):
        row.delete()
    open_co_signatures(draft)


def copy_co_signatures(copies: Mapping[int, Part]) -> None:
    """`copies`: by the part that each was made from."""
    bulk_create_with_history(
        [
            CoSignature(part=copies[row.part_id], **{name: getattr(row, name) for name in COPIED})
            for row in CoSignature.objects.filter(part__in=copies).order_by("part", "pk")
        ],
        CoSignature,
    )


@contextmanager
def asking_again(part: Part, *, by: User, now: datetime) -> Iterator[None]:
    """What was co-signed was these words: where they change inside, the further leads are asked again."""
    decided = list(part.co_signatures.filter(status__in=DECIDED).select_related("obligation__unit"))
    before = _content_of(part) if decided else None
    yield
    if not decided or _content_of(part) == before:
        return
    ask_for(decided, CoSignatureAction.ASK_AGAIN, by=by, now=now)
    tell_co_leads(decided, gettext_lazy("内容有改动，请重新会签"), now)


def ask_for(
    rows: Sequence[CoSignature], action: CoSignatureAction, *, by: User, now: datetime
) -> None:
    """The further leads have to say their word, once more where they have said it."""
    for row in rows:
        row.round, row.asked_at = row.round + 1, now
    events.take_steps(
        rows, CO_SIGNATURE_LIFE[action], written=("round", "asked_at"), by=by, now=now
    )


def _content_of(part: Part) -> tuple[Any, ...]:
    """Everything of a part that is read."""
    return (
        part.narrative,
        part.problems,
        part.is_nil,
        sorted(part.figures.values_list("target", "value", "as_of")),
        sorted(part.milestone_results.values_list("milestone", "done_on", "evidence"), key=str),
        sorted(part.explanations.values_list("warning", "text")),
        sorted(part.attachments.values_list("sha256", flat=True)),
    )


def tell_co_leads(rows: Sequence[CoSignature], news: str | Promise, now: datetime) -> None:
    """Clerk and head of each further lead, once a round. The same queries for any number of rows."""
    prefetch_related_objects(
        rows, "part__version", "part__obligation__unit", "obligation__task", "obligation__deadline"
    )
    people = people_of_units([row.obligation.unit for row in rows], local_day(now))
    with for_others():
        notify_each(
            notices=[_notice(row, people[row.obligation.unit_id], news) for row in rows], now=now
        )


def _notice(row: CoSignature, recipients: Iterable[User], news: str | Promise) -> Notice:
    owed = row.obligation
    subject = _("%(unit)s %(task)s（%(stage)s）：%(news)s") % {
        "unit": row.part.obligation.unit,
        "task": owed.task,
        "stage": stage_words(owed.deadline.due_on),
        "news": news,
    }
    return Notice(
        recipients=recipients,
        subject=subject,
        body=_("%(subject)s\n期限 %(on)s。") % {"subject": subject, "on": day_words(owed.due_on)},
        link=reverse("co_signature", args=[row.pk]),
        key=f"co-signature/{row.pk}/{row.round}",
        is_sample=row.part.version.is_sample,
    )


# -- the gap -----------------------------------------------------------------------------------------


def check_gaps(filing: Filing, version: FilingVersion, today: date) -> list[CoSignature]:
    """What is not co-signed. It blocks until the last working day, then the report goes with it."""
    open_co_signatures(version)
    gaps = gaps_of(version)
    day = last_working_day(filing.obligation)
    if gaps and today < day:
        places = _("；").join(gap_words(row).rstrip("。") for row in gaps)
        raise CoSignatureGapError(count=len(gaps), places=places, day=day_words(day))
    return gaps


def gap_words(row: CoSignature) -> str:
    """市财政局 5.10 …（待会签）."""
    words = f"{row.obligation.unit} {row.obligation.task}"
    state = _("（%s）") % row.get_status_display()
    return (
        words + state + (f"：{row.objection}" if row.status == CoSignatureStatus.OBJECTED else "")
    )


def gaps_named(gaps: Iterable[CoSignature]) -> str:
    """What the step says with which a report goes without them; nothing where none is missing."""
    missing = _("；").join(gap_words(row) for row in gaps)
    return _("注明会签缺口报送：%s") % missing if missing else ""


def withdraw_gaps(gaps: Iterable[CoSignature], now: datetime) -> None:
    """The report went without them: what was owed is no longer, and says why."""
    with for_others():
        for row in gaps:
            reason = _("报告已注明缺口报送：%s") % gap_words(row)
            withdraw(owed=[row.obligation], reason=reason, now=now)


def restore_gaps(version: FilingVersion) -> None:
    """A recalled submission went nowhere."""
    rows = Obligation.objects.filter(
        kind=Obligation.Kind.CO_SIGNATURE,
        co_signatures__part__version=version,
        withdrawn_at=version.submitted_at,
    )
    for owed in rows:
        restore(owed=owed, reason="")
