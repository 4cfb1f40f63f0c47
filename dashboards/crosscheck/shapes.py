"""A contradiction: two sources that do not go together, side by side."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from dashboards.standing.shapes import UnitRef


class Kind(StrEnum):
    PARTS = "parts"  # parts against whole
    NO_WHOLE = "no_whole"
    SHARES = "shares"  # counties against lead
    FALLS = "falls"  # this stage against the last
    RETOLD = "retold"  # the same figure in two filings
    OVER = "over"  # target against result
    UNDATED = "undated"  # complete against date
    UNPROVEN = "unproven"  # complete against evidence
    DONE_TWICE = "done_twice"
    RESULT = "result"  # closed as met, figure below its goal
    DATE_LIMIT = "date_limit"  # printed date against rule set
    NO_WORKDAY = "no_workday"
    NO_MEMBER = "no_member"
    POST = "post"
    PROPOSER = "proposer"


@dataclass(frozen=True)
class Side:
    """What one source says, where it stands, and the page that has it (empty where nobody may open it)."""

    where: str
    says: str
    address: str = ""


@dataclass(frozen=True)
class Finding:
    """`key` names it as long as it lasts; `facts` are what it rests on, in no language.

    `unit`: who can resolve it, None for the office. `told`: the unit's words in the report itself.
    """

    kind: Kind
    key: str
    subject: str
    sides: tuple[Side, Side]
    facts: tuple[str, ...]
    unit: UnitRef | None = None
    leaf_key: str | None = None
    told: str = ""

    @property
    def digest(self) -> str:
        """An explanation holds as long as this is the same."""
        return hashlib.sha256("\n".join((self.key, *self.facts)).encode()).hexdigest()
