"""How a due date is shown: the printed date holds; working days and the last one stand beside it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from common.calendar import WorkCalendar

SOON_WORKDAYS = 5

State = Literal["past", "today", "soon", "ahead"]
# What becomes of a day that lies in a year without a notice, once the notice is out: a printed one is
# as it is; one that the plan counts follows; one that a step gave stays, because it was told.
Afterwards = Literal["", "follows", "stays"]


@dataclass(frozen=True)
class Due:
    """`last_workday` equals `on` on a working day. `is_provisional`: holidays not yet published.

    `original`: the day first set, where `on` is another that was granted.
    """

    on: date
    workdays_left: int
    last_workday: date
    is_provisional: bool
    state: State
    original: date | None = None
    afterwards: Afterwards = ""

    @property
    def workdays_over(self) -> int:
        return -self.workdays_left

    @property
    def is_workday(self) -> bool:
        return self.last_workday == self.on


def due(
    calendar: WorkCalendar,
    on: date,
    today: date,
    original: date | None = None,
    counted_from: date | None = None,
    afterwards: Afterwards = "",
) -> Due:
    """`counted_from`: the day from which `on` was counted in working days, where it was."""
    left = calendar.workdays_until(today, on)
    return Due(
        on=on,
        workdays_left=left,
        last_workday=calendar.last_workday_on_or_before(on),
        is_provisional=calendar.is_provisional(today, on, counted_from or on),
        state=_state(on, today, left),
        original=original if original != on else None,
        afterwards=afterwards,
    )


def _state(on: date, today: date, left: int) -> State:
    if on < today:
        return "past"
    if on == today:
        return "today"
    return "soon" if left <= SOON_WORKDAYS else "ahead"
