"""What the pages of the ledger of promises show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from common.due import Due, due
from common.errors import NotAllowedError
from events.models import Event
from events.selectors import events_of
from motions.selectors import plan_for
from replies.forms import PromiseFilter
from replies.models import Promise
from replies.permissions import promise_actions, reads_all_promises
from replies.rate_words import rate_figures
from replies.rates import Keeping, keeping_now, replies_standing
from replies.selectors import latest_words, plan_of, promise_for, promises_of
from replies.words import PROMISE_STATUS_WORDS, PROMISE_WORDS
from replies.workflow import PromiseAction, PromiseStatus
from tasks.duties import is_owed_by
from units.permissions import Access
from units.selectors import work_calendar

TONES = {PromiseStatus.OPEN: "info", PromiseStatus.CLAIMED: "waiting", PromiseStatus.KEPT: "ok"}


@dataclass(frozen=True)
class PromiseLine:
    promise: Promise
    due: Due
    word: Any
    tone: str
    is_overdue: bool
    is_own: bool
    latest: Event | None


def ledger_context(
    access: Access, plan_id: int, query: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    plan, today = plan_for(access, plan_id), timezone.localdate(now)
    rows = list(promises_of(plan, access))
    reads_all = reads_all_promises(access, plan)
    if not rows and not reads_all:
        raise NotAllowedError
    units = {row.unit_id: row.unit for row in rows}
    form = PromiseFilter(query, units=sorted(units.values(), key=str))
    kept = [row for row in rows if form.keeps(row, today)]
    words = latest_words(kept, now)
    calendar = work_calendar(plan.government_id)
    return {
        "plan": plan,
        "form": form,
        "total": len(rows),
        "lines": [
            PromiseLine(
                promise=row,
                due=due(calendar, row.due_in_force, today),
                word=PROMISE_STATUS_WORDS[PromiseStatus(row.status)],
                tone=TONES[PromiseStatus(row.status)],
                is_overdue=keeping_now(row, today) == Keeping.OVERDUE,
                is_own=is_owed_by(access, row.obligation),
                latest=words.get(row.pk),
            )
            for row in kept
        ],
        "figures": rate_figures(replies_standing(plan, at=now, today=today)) if reads_all else [],
    }


def promise_context(access: Access, promise_id: int, today: date) -> dict[str, Any]:
    row = promise_for(access, promise_id)
    plan = plan_of(row)
    steps = promise_actions(access, row, plan)
    return {
        "own_duty": row.obligation if is_owed_by(access, row.obligation) else None,
        "promise": row,
        "plan": plan,
        "reply": row.answer.reply,
        "owed": row.answer.reply.obligation,
        "due": due(work_calendar(row.government_id), row.due_in_force, today),
        "word": PROMISE_STATUS_WORDS[PromiseStatus(row.status)],
        "tone": TONES[PromiseStatus(row.status)],
        "is_overdue": keeping_now(row, today) == Keeping.OVERDUE,
        "actions": {step.action for step in steps},
        "buttons": [
            (step, PROMISE_WORDS.actions[step.action])
            for step in steps
            if step.action != PromiseAction.REDATE
        ],
        "reads_all": reads_all_promises(access, plan),
        "events": events_of(row, PROMISE_WORDS),
    }
