"""The replies: contacts, answers, co-signatures, letters, ratings, promises."""

from datetime import date
from typing import Any

from dashboards.demo.script import Turn
from motions.models import Deputy
from replies.models import Answer, CoSignature, Promise, Reply
from replies.selectors import latest_link
from replies.services.circulating import agree, circulate
from replies.services.drafting import (
    AnswerContent,
    Cover,
    PromiseEntry,
    remove_answer,
    save_answer,
    save_cover,
    start_reply,
)
from replies.services.following import make_links
from replies.services.issuing import send_for_signature, sign_and_issue
from replies.services.promises import report_progress
from replies.services.rating import RatingContent, submit_rating
from replies.services.roster import EntryContent, record_contact, save_entry
from replies.workflow import CoSignStatus
from tasks.models import Obligation

CALLER = "127.0.0.1"


def _roster(turn: Turn) -> None:
    """The names of those whom the directive only counts, by their number."""
    for number, name in turn.said["names"].items():
        deputy = _deputies(turn)[int(number) - 1]
        save_entry(deputy_id=deputy.pk, access=turn.access, content=EntryContent(name))


def _contact(turn: Turn) -> None:
    for deputy in _deputies(turn):
        record_contact(
            obligation_id=turn.owed.pk,
            deputy_id=deputy.pk,
            met_on=turn.now.date(),
            manner=turn.said["manner"],
            by_whom=turn.by.name,
            note=turn.said["note"],
            **turn.actor,
        )


def _deputies(turn: Turn) -> list[Deputy]:
    return list(Deputy.objects.filter(motion=turn.owed.motion).order_by("order"))


def _start_reply(turn: Turn) -> None:
    """Of the second answer, where there is one to be given again."""
    start_reply(obligation_id=_answered(turn).pk, **turn.actor)


def _write_reply(turn: Turn) -> None:
    """Only the answers that are named stay; the others are of the other motion."""
    owed = _answered(turn)
    for answer in Answer.objects.filter(reply__obligation=owed).select_related("task"):
        said = turn.said["answers"].get(answer.task.number if answer.task else "")
        if said is None:
            remove_answer(obligation_id=owed.pk, answer_id=answer.pk, access=turn.access)
        else:
            _write_answer(turn, owed, answer, said)
    if "cover" in turn.said:
        _write_cover(turn, owed)


def _write_answer(turn: Turn, owed: Obligation, answer: Answer, said: dict[str, Any]) -> None:
    promises = tuple(
        PromiseEntry(row["text"], turn.cast.unit(row["unit"]).pk, date.fromisoformat(row["due_on"]))
        for row in said.get("promises", ())
    )
    save_answer(
        obligation_id=owed.pk,
        answer_id=answer.pk,
        revision=answer.revision,
        content=AnswerContent(
            heading=answer.heading,
            text=said["text"],
            answer_class=said["class"],
            promises=promises,
        ),
        **turn.actor,
    )


def _write_cover(turn: Turn, owed: Obligation) -> None:
    reply = Reply.objects.get(obligation=owed)
    usual = {name: getattr(reply, name) for name in Cover.__dataclass_fields__}
    save_cover(
        obligation_id=owed.pk,
        access=turn.access,
        revision=reply.revision,
        cover=Cover(**usual | turn.said["cover"]),
    )


def _answered(turn: Turn) -> Obligation:
    again = Obligation.objects.filter(parent=turn.owed, kind=Obligation.Kind.SECOND_REPLY)
    return again.first() or turn.owed


def _circulate(turn: Turn) -> None:
    circulate(obligation_id=turn.owed.pk, **turn.actor)


def _agree(turn: Turn) -> None:
    row = CoSignature.objects.select_related("reply").get(
        reply__obligation=turn.owed, unit__in=turn.unit_ids, status=CoSignStatus.PENDING
    )
    agree(co_signature_id=row.pk, seen_revision=row.reply.revision, **turn.actor)


def _send_reply(turn: Turn) -> None:
    send_for_signature(obligation_id=turn.owed.pk, **turn.actor)


def _sign_reply(turn: Turn) -> None:
    reply = Reply.objects.get(obligation=turn.owed)
    sign_and_issue(obligation_id=turn.owed.pk, seen_revision=reply.revision, **turn.actor)


def _links(turn: Turn) -> None:
    """A code is known on the day it is made and never again; the ratings follow on the same day."""
    seen = latest_link(Reply.objects.get(obligation=turn.owed))
    made = make_links(obligation_id=turn.owed.pk, numbers=None, seen=seen, **turn.actor)
    for link in made:
        turn.cast.codes[turn.owed_name, link.letter.number] = link.code


def _rate(turn: Turn) -> None:
    """The one step that nobody signed in takes; `who` handed the link over."""
    submit_rating(
        code=turn.cast.codes[turn.owed_name, turn.said["letter"]],
        caller=CALLER,
        content=RatingContent(
            turn.said["attitude"], turn.said["result"], turn.said.get("words", "")
        ),
        now=turn.now,
    )


def _report_promise(turn: Turn) -> None:
    promise = Promise.objects.get(answer__reply__obligation=turn.owed)
    report_progress(promise_id=promise.pk, reason=turn.said["words"], **turn.actor)


STEPS = {
    "roster": _roster,
    "contact": _contact,
    "start_reply": _start_reply,
    "write_reply": _write_reply,
    "circulate": _circulate,
    "agree": _agree,
    "send_reply": _send_reply,
    "sign_reply": _sign_reply,
    "links": _links,
    "rate": _rate,
    "report_promise": _report_promise,
}
