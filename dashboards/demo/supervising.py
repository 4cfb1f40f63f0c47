"""Difficulties with what the office and the vice mayor make of them, and notices in colours."""

from datetime import date
from typing import Any

from dashboards.demo.script import Turn
from supervision.models import Difficulty, Notice
from supervision.services import answering, difficulties, instructing, notices
from tasks.models import Task


def _report_difficulty(turn: Turn) -> None:
    said = dict(turn.said)
    leaf = Task.objects.leaves().get(plan=turn.plan, number=said.pop("leaf"))
    (unit_id,) = turn.unit_ids
    difficulties.report_difficulty(
        plan_id=turn.plan.pk,
        key=leaf.key,
        unit_id=unit_id,
        since_on=date.fromisoformat(said.pop("since_on")),
        **said,
        **turn.actor,
    )


def _solve(turn: Turn) -> None:
    difficulties.solve_difficulty(
        difficulty_id=_difficulty(turn).pk, reason=turn.said["reason"], **turn.actor
    )


def _send_up(turn: Turn) -> None:
    difficulties.send_up_difficulty(
        difficulty_id=_difficulty(turn).pk, reason=turn.said["reason"], **turn.actor
    )


def _instruct(turn: Turn) -> None:
    instructing.instruct(
        difficulty_id=_difficulty(turn).pk,
        text=turn.said["text"],
        unit_id=turn.cast.unit(turn.said["to"]).pk,
        due_on=date.fromisoformat(turn.said["due_on"]),
        **turn.actor,
    )


def _difficulty(turn: Turn) -> Difficulty:
    return Difficulty.objects.get(
        plan=turn.plan, unit__name=turn.said["unit"], task__number=turn.said["leaf"]
    )


def _issue_notice(turn: Turn) -> None:
    notices.issue_notice(
        plan_id=turn.plan.pk,
        cause=f"owed-{turn.owed.pk}",
        level=turn.said["level"],
        number=turn.said["number"],
        text=turn.said["text"],
        due_on=date.fromisoformat(turn.said["due_on"]),
        **turn.actor,
    )


def _raise_notice(turn: Turn) -> None:
    notices.raise_notice(
        notice_id=_notice(turn).pk,
        level=turn.said["level"],
        number=turn.said["number"],
        text=turn.said["text"],
        due_on=date.fromisoformat(turn.said["due_on"]),
        **turn.actor,
    )


def _answer_notice(turn: Turn) -> None:
    answering.send_answer_for_signature(
        to=answering.TO_NOTICE, text=turn.said["text"], **_seen(turn)
    )


def _sign_answer(turn: Turn) -> None:
    answering.sign_and_send_answer(to=answering.TO_NOTICE, **_seen(turn))


def _seen(turn: Turn) -> dict[str, Any]:
    row = _notice(turn)
    return {"row_id": row.pk, "revision": row.revision, **turn.actor}


def _made_good(turn: Turn) -> None:
    notices.find_made_good(notice_id=_notice(turn).pk, reason=turn.said["reason"], **turn.actor)


def _notice(turn: Turn) -> Notice:
    return Notice.objects.get(owed=turn.owed)


STEPS = {
    "report_difficulty": _report_difficulty,
    "solve": _solve,
    "send_up": _send_up,
    "instruct": _instruct,
    "issue_notice": _issue_notice,
    "raise_notice": _raise_notice,
    "answer_notice": _answer_notice,
    "sign_answer": _sign_answer,
    "made_good": _made_good,
}
