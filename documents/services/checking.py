"""What anybody may ask: is this paper, is this file, what was issued? Answers say no content."""

from datetime import datetime

from common.guessing import Guesses
from documents.errors import TooManyMissesError
from documents.selectors import Checked, checked

MISSES = Guesses("documents.checking", most=30, refusal=TooManyMissesError)


def check(*, code: str, file_sha256: str, caller: str, now: datetime) -> Checked:
    """Either may be empty. What is not found is counted against who asked.

    What is found is always said: behind one address there may be a whole office building, and a code
    of 120 random bits is not found by trying.
    """
    found = checked(code, file_sha256)
    if found.document is None:
        MISSES.note_or_refuse(caller=caller, now=now)
    return found
