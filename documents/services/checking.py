"""What anybody may ask: is this paper, is this file, what was issued? Answers say no content."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from documents.errors import TooManyChecksError, TooManyMissesError
from documents.models import FailedCheck
from documents.selectors import Checked, checked

MOST_FAILED = 30
WINDOW = timedelta(minutes=15)


def check(*, code: str, file_sha256: str, caller: str, now: datetime) -> Checked:
    """Either may be empty. What is not found is counted against who asked.

    What is found is always said: behind one address there may be a whole office building, and a code
    of 120 random bits is not found by trying.
    """
    found = checked(code, file_sha256)
    if found.document is None:
        caller = hashed_caller("documents.checking", caller)
        refuse_who_guesses(caller=caller, now=now, refusal=TooManyMissesError)
        note_failed(caller=caller, now=now)
    return found


def hashed_caller(purpose: str, caller: str) -> str:
    return salted_hmac(purpose, caller, algorithm="sha256").hexdigest()


def refuse_who_guesses(
    *, caller: str, now: datetime, refusal: type[TooManyChecksError] = TooManyChecksError
) -> None:
    since = now - WINDOW
    if FailedCheck.objects.filter(caller=caller, at__gt=since).count() >= MOST_FAILED:
        raise refusal(minutes=int(WINDOW.total_seconds() // 60))


@transaction.atomic
def note_failed(*, caller: str, now: datetime) -> None:
    FailedCheck.objects.filter(at__lte=now - WINDOW).delete()
    FailedCheck.objects.create(caller=caller, at=now)
