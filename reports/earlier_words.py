"""What the unit wrote about a leaf in the stage before, to read beside the field and to go on from."""

from dataclasses import dataclass, replace
from datetime import date

from reports.models import Part
from reports.selectors import part_before
from reports.services.drafting import PartContent
from reports.workflow import Decision


@dataclass(frozen=True)
class EarlierWords:
    """`due_on`: of the stage. Of figures there is none here: a new stage has new ones."""

    due_on: date
    is_accepted: bool
    is_nil: bool
    narrative: str
    problems: str


CARRIED = ("narrative", "problems")


def earlier_words(part: Part) -> EarlierWords | None:
    """Of the latest earlier stage of which this unit said anything and it was not returned."""
    said = part_before(part)
    if said is None:
        return None
    return EarlierWords(
        due_on=said.obligation.original_due_on,
        is_accepted=said.decision == Decision.ACCEPTED,
        is_nil=said.is_nil,
        narrative=said.narrative,
        problems=said.problems,
    )


def with_earlier_words(content: PartContent, name: str, words: EarlierWords) -> PartContent:
    """Below what is typed already, which is never replaced."""
    if name == "problems":
        return replace(content, problems=_below(content.problems, words.problems))
    return replace(content, narrative=_below(content.narrative, words.narrative))


def _below(typed: str, before: str) -> str:
    typed = typed.rstrip()
    return f"{typed}\n{before}" if typed else before
