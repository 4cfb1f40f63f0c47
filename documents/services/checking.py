"""What anybody may ask: is this paper, is this file, what was issued? Answers say no content."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from documents.errors import TooManyChecksError
from documents.models import FailedCheck
from documents.selectors import Checked, checked

MOST_FAILED = 30
WINDOW = timedelta(minutes=15)


def check(*, code: str, file_sha256: str, caller: str, now: datetime) -> Checked:
    """Either may be empty. What is not found is counted against who asked."""
    caller = salted_hmac("documents.checking", caller, algorithm="sha256").hexdigest()
    since = now - WINDOW
    if FailedCheck.objects.filter(caller=caller, at__gt=since).count() >= MOST_FAILED:
        raise TooManyChecksError(minutes=int(WINDOW.total_seconds() // 60))
    found = checked(code, file_sha256)
    if found.document is None:
        _note_failed(caller=caller, now=now)
    return found


@transaction.atomic
def _note_failed(*, caller: str, now: datetime) -> None:
    FailedCheck.objects.filter(at__lte=now - WINDOW).delete()
    FailedCheck.objects.create(caller=caller, at=now)
