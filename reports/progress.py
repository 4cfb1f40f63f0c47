"""Percentages, the pace of the calendar and lights: computed, never stored."""

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

HUNDRED = Decimal(100)


class Light(StrEnum):
    """How a figure stands against the pace of the calendar. Without a figure there is no light."""

    ON_PACE = "on_pace"
    SLOW = "slow"
    BEHIND = "behind"


@dataclass(frozen=True)
class Progress:
    percent: Decimal | None
    pace: Decimal | None
    light: Light | None


def pace_at(goal: Decimal, day: date) -> Decimal:
    """What an even year would have reached: goal × day of the year ÷ days of the year."""
    days = 366 if calendar.isleap(day.year) else 365
    return goal * day.timetuple().tm_yday / days


def percent_of(value: Decimal, goal: Decimal | None) -> Decimal | None:
    return None if not goal else value * HUNDRED / goal


def progress_of(
    value: Decimal | None, goal: Decimal | None, as_of: date | None, amber_from: int
) -> Progress:
    """`amber_from`: per cent of the pace from which a figure is slow instead of behind (rule set)."""
    if value is None or not goal or as_of is None:
        return Progress(None, None, None)
    pace = pace_at(goal, as_of)
    return Progress(percent_of(value, goal), pace, _light(value, pace, amber_from))


def _light(value: Decimal, pace: Decimal, amber_from: int) -> Light:
    if value >= pace:
        return Light.ON_PACE
    return Light.SLOW if value * HUNDRED >= pace * amber_from else Light.BEHIND
