"""Jobs that failed for good: noted, run again, set aside."""

import hashlib
import json
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from celery import current_app
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from common.errors import NotAllowedError, NotVisibleError
from engine.errors import BrokerAwayError, LetterDecidedError, NotRunnableError
from engine.masking import as_json, head, masked, tail
from engine.models import DeadLetter, Redelivery
from engine.models.dead_letter import MOST_ARGUMENTS, MOST_ERROR, MOST_TRACE
from engine.permissions import can_tend_jobs
from engine.publishing import is_published
from units.models import User
from units.permissions import Access

log = logging.getLogger(__name__)

# What the next run of a job of the schedule does as well.
MADE_UP_BY_A_LATER_RUN = (
    DeadLetter.Cause.FAILED,
    DeadLetter.Cause.TIMED_OUT,
    DeadLetter.Cause.LOST,
)
# A message whose worker was lost this often is not what is wrong with the worker; or it is.
MOST_REDELIVERIES = 3
FORGOTTEN_AFTER = timedelta(days=7)
LONGEST_NAME = 200


@dataclass(frozen=True)
class Failure:
    job: str
    cause: str
    error: str = ""
    trace: str = ""
    args: Any = ()
    kwargs: Any = None


def note(failure: Failure) -> None:
    """Never the cause of a further failure: without a database there is the log."""
    try:
        _note(failure=failure)
    except DatabaseError:
        log.exception("Not noted: %s failed: %s", failure.job, masked(failure.error))


@transaction.atomic
def _note(*, failure: Failure) -> None:
    now = timezone.now()
    plain = as_json(failure.args, failure.kwargs)
    said = head(masked(plain), MOST_ARGUMENTS)
    job = head(masked(failure.job), LONGEST_NAME)
    error = masked(failure.error)
    fingerprint = _fingerprint(job, failure.cause, said, error.partition(":")[0])
    letter = DeadLetter(
        job=job,
        cause=failure.cause,
        arguments=said,
        payload=_payload(plain) if said == plain and _is_runnable(failure) else None,
        fingerprint=fingerprint,
        first_at=now,
        last_at=now,
    )
    DeadLetter.objects.bulk_create([letter], ignore_conflicts=True)
    DeadLetter.objects.standing().filter(fingerprint=fingerprint).update(
        times=F("times") + 1,
        last_at=now,
        error=head(error, MOST_ERROR),
        trace=tail(masked(failure.trace), MOST_TRACE),
        state=DeadLetter.State.OPEN,
        decided_at=None,
    )


def _payload(plain: str) -> Any:
    return json.loads(plain) if plain else {"args": [], "kwargs": {}}


def _is_runnable(failure: Failure) -> bool:
    return failure.cause in MADE_UP_BY_A_LATER_RUN


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@transaction.atomic
def note_redelivery(*, message_id: str) -> bool:
    """Is it still to be tried? A message that stops every worker comes back for ever otherwise."""
    now = timezone.now()
    Redelivery.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).delete()
    Redelivery.objects.bulk_create(
        [Redelivery(message_id=message_id, last_at=now)], ignore_conflicts=True
    )
    Redelivery.objects.filter(message_id=message_id).update(times=F("times") + 1, last_at=now)
    return not Redelivery.objects.filter(
        message_id=message_id, times__gt=MOST_REDELIVERIES
    ).exists()


def forget_redelivery(*, message_id: str) -> None:
    Redelivery.objects.filter(message_id=message_id).delete()


@transaction.atomic
def run_again(*, letter_id: int, by: User, access: Access) -> DeadLetter:
    """Published before it is noted: what cannot be published stays as it was."""
    letter = _open_letter(letter_id, access)
    if letter.payload is None:
        raise NotRunnableError
    _decide(letter, DeadLetter.State.RUN_AGAIN, by)
    arguments = letter.payload
    if not is_published(
        lambda: current_app.send_task(letter.job, arguments["args"], arguments["kwargs"])
    ):
        raise BrokerAwayError
    return letter


@transaction.atomic
def set_aside(*, letter_id: int, reason: str, by: User, access: Access) -> DeadLetter:
    letter = _open_letter(letter_id, access)
    letter.reason = reason
    _decide(letter, DeadLetter.State.SET_ASIDE, by)
    return letter


def _open_letter(letter_id: int, access: Access) -> DeadLetter:
    if not can_tend_jobs(access):
        raise NotAllowedError
    letter = DeadLetter.objects.select_for_update().filter(pk=letter_id).first()
    if letter is None:
        raise NotVisibleError
    if letter.state != DeadLetter.State.OPEN:
        raise LetterDecidedError(state=letter.get_state_display())
    return letter


def _decide(letter: DeadLetter, state: str, by: User) -> None:
    letter.state = state
    letter.decided_by, letter.decided_by_name = by, str(by)
    letter.decided_at = timezone.now()
    letter.save()
