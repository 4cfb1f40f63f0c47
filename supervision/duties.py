"""The obligation behind each thing: its key says which thing it belongs to, and the how-manieth."""

from tasks.models import Obligation

DIFFICULTY = Obligation.Kind.DIFFICULTY
ADDED_WORDS = Obligation.Kind.DIFFICULTY_WORDS
INSTRUCTION = Obligation.Kind.INSTRUCTION
NOTICE = Obligation.Kind.NOTICE
NOTICE_REVIEW = Obligation.Kind.NOTICE_REVIEW


def key_of(kind: Obligation.Kind, subject_id: int, number: int | str = "") -> str:
    return f"{kind.value}/{subject_id}/{number}"


def subject_id_of(owed: Obligation) -> int:
    return int(owed.key.split("/")[1])
