"""How far a staged report has come, as the four stations that everybody knows."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.workflow import Status

STATIONS = (_("填报"), _("审签"), _("审核"), _("通过"))
# The station at which a report of this status is now.
_AT = {
    Status.NOT_STARTED: 0,
    Status.DRAFT: 0,
    Status.RETURNED: 0,
    Status.ENTERING: 0,
    Status.AWAITING_SIGNATURE: 1,
    Status.SUBMITTED: 2,
    Status.UNDER_REVIEW: 2,
    Status.CORRECTION_ASKED: 2,
    Status.ACCEPTED: len(STATIONS),
}


class Reached(StrEnum):
    PASSED = "passed"
    HERE = "here"
    AHEAD = "ahead"


@dataclass(frozen=True)
class Station:
    word: str | Promise
    reached: Reached


def path_of(status: Status) -> tuple[Station, ...]:
    at = _AT[status]
    return tuple(Station(word, _reached(number, at)) for number, word in enumerate(STATIONS))


def _reached(number: int, at: int) -> Reached:
    if number < at:
        return Reached.PASSED
    return Reached.HERE if number == at else Reached.AHEAD
