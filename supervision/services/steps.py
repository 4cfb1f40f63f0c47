"""What all services here have in common: lock, owe, meet, tell."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise

from common.errors import NotAllowedError
from motions.models import Plan
from notifications.services import notify
from supervision.duties import key_of
from supervision.errors import WordsMissingError, WordsTooLongError
from supervision.models.answered import MOST_WORDS
from tasks import withdrawing
from tasks.models import Obligation, Task
from units.models import Unit, User
from units.roles import Permission
from units.selectors import limit_of, people_with, work_calendar


def local_day(moment: datetime) -> date:
    return timezone.localdate(moment)


def checked_words(text: str, field: str | Promise, most: int = MOST_WORDS) -> str:
    """Written at all, and not longer than its column."""
    if not text.strip():
        raise WordsMissingError(field=field)
    return checked_length(text, field, most)


def checked_length(text: str, field: str | Promise, most: int = MOST_WORDS) -> str:
    text = text.strip()
    if len(text) > most:
        raise WordsTooLongError(field=field, found=len(text), most=most)
    return text


def due_after(plan: Plan, rule: str, moment: datetime) -> date:
    """The last day of a limit of the rule set that begins at a moment."""
    return days_after(plan, rule, local_day(moment))


def days_after(plan: Plan, rule: str, day: date) -> date:
    return limit_of(plan.rule_set_id, rule).after(day, work_calendar(plan.government_id))


def owe(
    plan: Plan,
    kind: Obligation.Kind,
    subject_id: int,
    *,
    unit_id: int | None,
    task: Task | None,
    due_on: date,
) -> None:
    """A further one of its kind for the same thing: earlier ones stay as they were.

    `unit_id`: None where a plan names nobody to owe it, which an amendment can bring about.
    """
    if unit_id is None:
        return
    start = key_of(kind, subject_id)
    number = Obligation.objects.filter(plan=plan, key__startswith=start).count() + 1
    Obligation.objects.create(
        government_id=plan.government_id,
        plan=plan,
        plan_version=plan.version,
        key=f"{start}{number}",
        kind=kind,
        unit_id=unit_id,
        task=task,
        original_due_on=due_on,
        due_on=due_on,
    )


def meet(plan: Plan, kind: Obligation.Kind, subject_id: int, now: datetime) -> None:
    for owed in _open(plan, kind, subject_id):
        owed.met_at = now
        owed.save()


def withdraw(
    plan: Plan, kind: Obligation.Kind, subject_id: int, now: datetime, reason: str
) -> None:
    withdrawing.withdraw(owed=_open(plan, kind, subject_id), reason=reason, now=now)


def _open(plan: Plan, kind: Obligation.Kind, subject_id: int) -> Iterable[Obligation]:
    return list(
        Obligation.objects.open().filter(plan=plan, key__startswith=key_of(kind, subject_id))
    )


def bureau_of(plan: Plan) -> Unit:
    """What is issued in its name; only its people take the steps that do."""
    if plan.supervisor_unit is None:
        raise NotAllowedError
    return plan.supervisor_unit


def people(permission: Permission, unit_id: int | None, now: datetime) -> list[User]:
    if unit_id is None:
        return []
    return [row.user for row in people_with(permission, [unit_id], local_day(now))]


def tell(
    recipients: Iterable[User], *, news: str, detail: str, link: str, key: str, now: datetime
) -> None:
    """`key` keeps it from going out twice. Called inside `for_others()`."""
    notify(
        recipients=recipients,
        subject=news,
        body=f"{news}\n{detail}".strip(),
        link=link,
        key=f"supervision/{key}",
        now=now,
    )
