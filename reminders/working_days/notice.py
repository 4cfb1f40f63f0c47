"""The State Council's notice on a year's holidays, read into days. Plain Python.

    一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。

What the text says of weekdays and of the number of days is checked against the calendar; a sentence
that says neither 放假 nor 上班 is handed back as not used, never guessed at.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from common.calendar import SATURDAY, SeededDay

ONE_DAY = timedelta(days=1)
LONGEST = 15  # no holiday has ever been longer; a wrong month would be
WEEKDAYS = "一二三四五六日"
HEAD = re.compile(r"^[一二三四五六七八九十]+、\s*(?P<name>[^:。]{2,20}):(?P<body>.+)$")
# What is pasted from a page may have lost its line ends.
NEXT = re.compile(r"(?<=。)\s*(?=[一二三四五六七八九十]+、\s*[^:。]{2,20}:)")
DAY = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^)]*)\))?"
RANGE = re.compile(DAY + r"(?:\s*(?:至|-|—|~)\s*" + DAY + r")?")
COUNT = re.compile(r"(?:共|放假)\s*(\d{1,2})\s*天")
SAID_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")


@dataclass(frozen=True)
class Fault:
    """Where in the text, what stands there, and why it cannot be right."""

    text: str
    kind: str
    facts: tuple[object, ...] = ()


@dataclass
class Reading:
    """`unused`: sentences that say nothing of days off or days at work."""

    days: dict[date, SeededDay] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    @property
    def exceptions(self) -> list[SeededDay]:
        """Those that depart from Monday to Friday, in order."""
        return [
            day
            for _on, day in sorted(self.days.items())
            if day.is_workday != (day.day.weekday() < SATURDAY)
        ]


def read_notice(text: str, year: int) -> Reading:
    reading = Reading()
    for line in NEXT.sub("\n", unicodedata.normalize("NFKC", text)).splitlines():
        head = HEAD.match(line.strip())
        if head is None:
            if line.strip():
                reading.unused.append(line.strip())
            continue
        for sentence in filter(None, (s.strip() for s in head["body"].split("。"))):
            _read_sentence(reading, sentence, head["name"].strip(), year)
    if not reading.days and not reading.faults:
        reading.faults.append(Fault("", "nothing"))
    return reading


def _read_sentence(reading: Reading, sentence: str, name: str, year: int) -> None:
    is_workday = "上班" in sentence
    if not is_workday and ("放假" not in sentence or "结合" in sentence):
        reading.unused.append(sentence)
        return
    days = list(_days(reading, sentence, year))
    for day in days:
        if (
            date(year - 1, 12, 1) <= day <= date(year, 12, 31)
        ):  # New Year's days may begin before it
            _keep(reading, sentence, SeededDay(day=day, is_workday=is_workday, name=name))
        else:
            reading.faults.append(Fault(sentence, "year", (day, year)))
    count = COUNT.search(sentence)
    if not is_workday and count and int(count[1]) != len(days):
        reading.faults.append(Fault(sentence, "count", (int(count[1]), len(days))))


def _keep(reading: Reading, sentence: str, day: SeededDay) -> None:
    if day.is_workday and day.day.weekday() < SATURDAY:
        reading.faults.append(Fault(sentence, "works anyway", (day.day,)))
    elif day.day in reading.days and reading.days[day.day].is_workday != day.is_workday:
        reading.faults.append(Fault(sentence, "both", (day.day,)))
    else:
        reading.days[day.day] = day


def _days(reading: Reading, sentence: str, year: int) -> Iterator[date]:
    """Every day of every range; a month or a year that is not repeated goes on."""
    now = (year, 0)
    for found in RANGE.finditer(sentence):
        first = _date(reading, sentence, found.groups()[:4], now)
        if first is None:
            return
        now = (first.year, first.month)
        last = first
        if found[7]:
            second = _date(reading, sentence, found.groups()[4:], now)
            if second is None:
                return
            last, now = second, (second.year, second.month)
        if not timedelta(0) <= last - first < timedelta(days=LONGEST):
            reading.faults.append(Fault(sentence, "range", (first, last)))
            return
        yield from (first + ONE_DAY * n for n in range((last - first).days + 1))


def _date(
    reading: Reading, sentence: str, said: tuple[str | None, ...], now: tuple[int, int]
) -> date | None:
    year, month, day, aside = said
    try:
        found = date(int(year or now[0]), int(month or now[1]), int(day or 0))
    except ValueError:
        reading.faults.append(Fault(sentence, "no date", (f"{month or now[1]}月{day}日",)))
        return None
    weekday = SAID_WEEKDAY.search(aside or "")
    if weekday and WEEKDAYS.index(weekday[1].replace("天", "日")) != found.weekday():
        is_really = WEEKDAYS[found.weekday()]
        reading.faults.append(Fault(sentence, "weekday", (found, weekday[1], is_really)))
    return found
