"""Staged reports: drafted, co-signed, signed, reviewed, corrected, received on paper."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings

from dashboards.demo.script import Turn
from reports.co_signatures import gaps_of
from reports.gathering import shares_of
from reports.models import Part
from reports.selectors import parts_with_content, previous_figures
from reports.services import co_signing, correcting, drafting, paper, reviewing, signing
from reports.services.attachments import add_attachments
from reports.services.drafting import FigureEntry, MilestoneEntry, PartContent
from reports.services.reviewing import PartDecision
from reports.services.steps import local_day
from reports.warnings import warnings_of
from reports.workflow import CoSignatureStatus, Decision

FILES = Path("fixtures") / "demo-files"


def _start(turn: Turn) -> None:
    drafting.start_filing(obligation_id=turn.owed.pk, **turn.actor)


def _cover(turn: Turn) -> None:
    draft = turn.filing.draft
    drafting.save_cover(
        filing_id=turn.filing.pk,
        by=turn.by,
        access=turn.access,
        cover_revision=draft.cover_revision,
        contact=draft.contact,
        **turn.said,
    )


def _write(turn: Turn) -> None:
    for number, said in turn.said["parts"].items():
        _write_part(turn, _draft_part(turn, number), said, explained={})
        if "explanation" in said:
            _explain(turn, _draft_part(turn, number), said)


def _draft_part(turn: Turn, number: str) -> Part:
    parts = parts_with_content(turn.filing.draft)
    return next(part for part in parts if _task(part).number == number)


def _task(part: Part) -> Any:
    return part.obligation.task


def _write_part(turn: Turn, part: Part, said: dict[str, Any], *, explained: dict[str, str]) -> None:
    content = _content(turn, part, said, explained)
    drafting.save_part(part_id=part.pk, revision=part.revision, content=content, **turn.actor)
    names = said.get("files", ())
    files = [(name, BytesIO((settings.BASE_DIR / FILES / name).read_bytes())) for name in names]
    if files:
        add_attachments(part_id=part.pk, files=files, **turn.actor)


def _explain(turn: Turn, part: Part, said: dict[str, Any]) -> None:
    found = warnings_of(part, previous_figures(turn.filing), shares_of([part], None))
    explained = {warning.key: said["explanation"] for warning in found}
    _write_part(turn, part, {**said, "files": ()}, explained=explained)


def _content(
    turn: Turn, part: Part, said: dict[str, Any], explained: dict[str, str]
) -> PartContent:
    """Figures stand at the day of writing, but never after the end of their stage."""
    task = _task(part)
    targets = {target.name: target.pk for target in task.targets.all()}
    milestones = {row.name: row.pk for row in task.milestones.all()}
    as_of = min(local_day(turn.now), turn.owed.due_on)
    return PartContent(
        narrative=said.get("narrative", ""),
        problems=said.get("problems", ""),
        is_nil=said.get("nil", False),
        figures=tuple(
            FigureEntry(targets[name], Decimal(value), as_of)
            for name, value in said.get("figures", {}).items()
        ),
        milestones=tuple(
            MilestoneEntry(milestones[name], date.fromisoformat(row["on"]), row["evidence"])
            for name, row in said.get("milestones", {}).items()
        ),
        explanations=explained,
    )


def _send(turn: Turn) -> None:
    drafting.send_for_signature(**turn.step)


def _put_up(turn: Turn) -> None:
    co_signing.put_up(**turn.step)


def _co_sign(turn: Turn) -> None:
    """What was put up to the person's unit, but for an objection to the leaves in `objected`."""
    objected = turn.said.get("objected", {})
    for row in gaps_of(turn.filing.draft):
        if (
            row.status != CoSignatureStatus.AWAITING
            or row.obligation.unit_id not in turn.access.units
        ):
            continue
        seen: dict[str, Any] = {"co_signature_id": row.pk, "seen_revision": row.part.revision}
        reason = objected.get(_task(row.part).number)
        if reason:
            co_signing.object_to(**seen, reason=reason, **turn.actor)
        else:
            co_signing.co_sign(**seen, **turn.actor)


def _give_back(turn: Turn) -> None:
    drafting.give_back(**turn.step, **turn.said)


def _sign(turn: Turn) -> None:
    signing.sign_and_submit(**turn.step, seen_revision=turn.filing.draft.revision)


def _open(turn: Turn) -> None:
    reviewing.open_review(**turn.step)


def _decide(turn: Turn) -> None:
    """Accept every part that waits, except those in `returned`, by number with the reason."""
    version = turn.filing.latest_version
    returned = turn.said.get("returned", {})
    decisions = {}
    for part in version.parts.select_related("obligation__task"):
        reason = returned.get(_task(part).number)
        decision = Decision.RETURNED if reason else Decision.ACCEPTED
        decisions[part.pk] = PartDecision(decision, reason or "")
    reviewing.finish_review(**turn.step, version_id=version.pk, decisions=decisions)


def _paper(turn: Turn) -> None:
    paper.register_paper(
        obligation_id=turn.owed.pk, arrived_on=local_day(turn.now), **turn.actor, **turn.said
    )


def _ask_correction(turn: Turn) -> None:
    correcting.ask_correction(**turn.step, **turn.said)


def _grant_correction(turn: Turn) -> None:
    correcting.grant_correction(**turn.step)


STEPS = {
    "start": _start,
    "cover": _cover,
    "write": _write,
    "put_up": _put_up,
    "co_sign": _co_sign,
    "send": _send,
    "give_back": _give_back,
    "sign": _sign,
    "open": _open,
    "decide": _decide,
    "paper": _paper,
    "ask_correction": _ask_correction,
    "grant_correction": _grant_correction,
}
