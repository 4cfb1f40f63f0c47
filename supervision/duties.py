"""The obligation behind each thing: its key says which thing it belongs to, and the how-manieth.

Whoever has the next step owes it, so that it stands in "my work" and is reminded of.
"""

from tasks.models import Obligation

DIFFICULTY = Obligation.Kind.DIFFICULTY
ADDED_WORDS = Obligation.Kind.DIFFICULTY_WORDS
INSTRUCTING = Obligation.Kind.INSTRUCTING
INSTRUCTION = Obligation.Kind.INSTRUCTION
INSTRUCTION_CHECK = Obligation.Kind.INSTRUCTION_CHECK
NOTICE = Obligation.Kind.NOTICE
NOTICE_CHECK = Obligation.Kind.NOTICE_CHECK
NOTICE_CLOSING = Obligation.Kind.NOTICE_CLOSING
NOTICE_REVIEW = Obligation.Kind.NOTICE_REVIEW


def key_of(kind: Obligation.Kind, subject_id: int, number: int | str = "") -> str:
    return f"{kind.value}/{subject_id}/{number}"


def subject_id_of(owed: Obligation) -> int:
    return int(owed.key.split("/")[1])
