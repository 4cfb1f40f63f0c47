"""What ledger and exports are asked for beyond what the boards are: a time of the day, a status."""

from collections.abc import Mapping
from datetime import datetime

from django.http import QueryDict
from django.utils import timezone

from common.errors import NotVisibleError
from dashboards.asking import Question, question_of
from dashboards.standing.shapes import State

ASKED = ("task", "unit", "partner", "stage", "status", "at", "time", "submitted")


def asked(query: Mapping[str, str], *, now: datetime) -> Question:
    """As `question_of`; `time` is a time on the day `at`, or on today."""
    day, time = query.get("at", ""), query.get("time", "")
    if time:
        day = f"{day or timezone.localdate(now)}T{time}"
    return question_of({**{name: query.get(name, "") for name in ASKED}, "at": day}, now=now)


def state_asked(query: Mapping[str, str]) -> State | None:
    status = query.get("status", "")
    if status and status not in set(State):
        raise NotVisibleError
    return State(status) if status else None


def address_query(query: Mapping[str, str], *names: str) -> str:
    """The same choices for another page, without those that say nothing. `names`: more than usual."""
    kept = QueryDict(mutable=True)
    for name in (*ASKED, *names):
        value = query.get(name, "")
        if value and (name, value) != ("submitted", "yes"):
            kept[name] = value
    return f"?{kept.urlencode()}" if kept else ""
