"""What a board or an export is asked for, from the address: moment, scope, with or without submitted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError, NotVisibleError
from common.fields import EARLIEST
from common.typed import whole_number
from dashboards.standing import PlanStanding, Scope, plan_standing
from motions.models import Plan


class MomentRefusedError(InvalidError):
    words = _("“%(found)s”不能查看：应为 %(today)s 或以前的日期，写作 2022-09-15。")


@dataclass(frozen=True)
class Question:
    """`day` is the past day that was asked for; None means as it stands now."""

    at: datetime
    today: date
    day: date | None
    with_submitted: bool
    scope: Scope


def question_of(query: Mapping[str, str], *, now: datetime) -> Question:
    """`at` (a day, or a moment), `stage`, `unit`, `task`, `partner`, and `submitted=no` for accepted
    figures only.

    A day is asked for as it ended, at 24:00.
    """
    at = _moment(query.get("at", ""), now)
    return Question(
        at=at,
        today=timezone.localdate(at),
        day=None if at == now else timezone.localdate(at),
        with_submitted=query.get("submitted") != "no",
        scope=Scope(
            unit_id=_number(query.get("unit", "")),
            stage_id=_number(query.get("stage", "")),
            task_key=query.get("task") or None,
            partner_id=_number(query.get("partner", "")),
        ),
    )


def query_of(question: Question) -> str:
    """The same question, to stand in the address of another page or file."""
    scope = question.scope
    asked = {
        "at": _at_words(question),
        "stage": scope.stage_id,
        "unit": scope.unit_id,
        "task": scope.task_key,
        "partner": scope.partner_id,
        "submitted": None if question.with_submitted else "no",
    }
    said = {name: value for name, value in asked.items() if value}
    return f"?{urlencode(said)}" if said else ""


def _at_words(question: Question) -> str:
    if question.day is None:
        return ""
    local = timezone.localtime(question.at)
    if local.time() == time.max:
        return question.day.isoformat()
    return local.replace(tzinfo=None).isoformat()


def standing_asked(plan: Plan, question: Question) -> PlanStanding:
    standing = plan_standing(
        plan,
        at=question.at,
        today=question.today,
        with_submitted=question.with_submitted,
        scope=question.scope,
    )
    if not standing.options.has(question.scope):
        raise NotVisibleError
    return standing


def _moment(text: str, now: datetime) -> datetime:
    if not text or text == timezone.localdate(now).isoformat():
        return now
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _refused(text, now) from None
    if timezone.is_aware(moment):  # the portal knows one time zone
        raise _refused(text, now)
    if len(text) == len("2022-09-15"):
        moment = datetime.combine(moment, time.max)
    moment = timezone.make_aware(moment)
    # No database takes the days of the first year everywhere on earth; nothing was handed out then.
    if moment.date() < EARLIEST or moment > now:
        raise _refused(text, now)
    return moment


def _refused(text: str, now: datetime) -> MomentRefusedError:
    return MomentRefusedError(found=text, today=timezone.localdate(now))


def _number(text: str) -> int | None:
    if not text:
        return None
    number = whole_number(text)
    if number is None:
        raise NotVisibleError
    return number
