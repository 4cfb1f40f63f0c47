"""What boards and the desk of the bureau show of difficulties, notices and what the portal proposes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from dashboards.standing import PlanStanding
from events.words import Words
from motions.models import Plan
from motions.workflow import Status
from reports.progress import Light
from supervision.causes import Cause, pace_key
from supervision.pages import HOLDER_WORDS, Badge, status_badge
from supervision.permissions import instructs, runs_plan, supervises
from supervision.selectors.bulletins import bulletins_of
from supervision.selectors.notices import (
    OpenNotice,
    Proposal,
    late_proposals,
    open_notices,
    proposed_level,
)
from supervision.selectors.standing import DifficultyStanding, NoticeStanding
from supervision.words import DIFFICULTY_WORDS, LEVEL_LOOKS, LEVEL_WORDS, NOTICE_WORDS
from supervision.workflow import Actor, Level
from units.permissions import Access


@dataclass(frozen=True)
class DifficultyLine:
    row: DifficultyStanding
    badge: Badge
    holder: Words


@dataclass(frozen=True)
class NoticeLine:
    row: NoticeStanding
    level: Badge
    badge: Badge


@dataclass(frozen=True)
class LevelCount:
    level: Badge
    number: int
    names: str  # of its rows in the ledger's address


@dataclass(frozen=True)
class ProposalLine:
    """`address`: where the bureau edits the words and issues."""

    proposal: Proposal
    level: Badge
    degree: Badge
    address: str


def level_badge(level: Level) -> Badge:
    return Badge(LEVEL_WORDS[level], *LEVEL_LOOKS[level])


def holder_words(row: DifficultyStanding) -> Words:
    """Who has it now."""
    return str(row.holding_unit or HOLDER_WORDS.get(row.holder or "", ""))


def difficulty_lines(rows: Iterable[DifficultyStanding]) -> list[DifficultyLine]:
    return [
        DifficultyLine(row, status_badge(row.status, DIFFICULTY_WORDS), holder_words(row))
        for row in rows
    ]


def notice_lines(rows: Iterable[NoticeStanding]) -> list[NoticeLine]:
    return [
        NoticeLine(row, level_badge(row.level), status_badge(row.status, NOTICE_WORDS))
        for row in rows
    ]


def level_counts(rows: Iterable[NoticeStanding]) -> list[LevelCount]:
    """The highest first; colours that none has are left out."""
    seen = Counter(row.level for row in rows)
    return [
        LevelCount(level_badge(level), seen[level], f"open.is_{level}")
        for level in reversed(Level)
        if seen[level]
    ]


def supervision_context(standing: PlanStanding) -> dict[str, Any]:
    """What is open, the oldest difficulty first, the highest colour first."""
    notices = [row for row in standing.notices if row.is_open]
    by_colour = sorted(notices, key=lambda row: -list(Level).index(row.level))
    return {
        "difficulties": difficulty_lines(row for row in standing.difficulties if row.is_open),
        "open_notices": notice_lines(by_colour),
        "level_counts": level_counts(notices),
    }


def waiting_for(
    access: Access, plan: Plan, lines: Iterable[DifficultyLine]
) -> list[DifficultyLine]:
    """The difficulties in which the next step is this very person's."""
    lines = list(lines)
    asked = {Actor.OFFICE: runs_plan, Actor.VICE_MAYOR: instructs}
    holders = {line.row.holder for line in lines}
    own = {actor for actor, may in asked.items() if actor in holders and may(access, plan)}
    return [line for line in lines if line.row.holder in own]


def desk_context(access: Access, standing: PlanStanding, today: date) -> dict[str, Any]:
    """The page 督办: proposals for the bureau, and all that is open."""
    plan = standing.plan
    is_bureau = supervises(access, plan)
    return {
        "standing": standing,
        "plan": plan,
        "moment_query": "",
        **supervision_context(standing),
        "is_bureau": is_bureau,
        "proposals": proposal_lines(standing, today) if is_bureau else [],
        "ended": notice_lines(row for row in standing.notices if not row.is_open),
        "bulletins": bulletins_of(access, plan),
    }


def proposal_lines(standing: PlanStanding, today: date) -> list[ProposalLine]:
    """None on an archived plan, in which nothing is issued any more."""
    if standing.plan.status == Status.CLOSED:
        return []
    notices = open_notices(standing.plan)
    found = [
        *late_proposals(standing.plan, notices, today),
        *_pace_proposals(standing, notices, today),
    ]
    return [_proposal_line(standing.plan, row) for row in found]


def _pace_proposals(
    standing: PlanStanding, notices: dict[str, OpenNotice], today: date
) -> Iterable[Proposal]:
    """A leaf of which a figure is behind its pace bears blue; the figures are the board's."""
    for leaf in standing.leaves:
        if not any(target.light == Light.BEHIND for target in leaf.progress_targets):
            continue
        notice = notices.get(pace_key(leaf.id))
        level = proposed_level(notice, Level.BLUE, today)
        if level is not None:
            cause = Cause(
                pace_key(leaf.id), f"{leaf.number} {leaf.title}", leaf.leads[0], None, None
            )
            yield Proposal(cause, None, 0, Level.BLUE, level, notice.row if notice else None)


def _proposal_line(plan: Plan, row: Proposal) -> ProposalLine:
    if row.notice is not None:
        address = reverse("notice", args=[row.notice.pk])
    else:
        query = urlencode({"cause": row.cause.key, "level": row.level})
        address = f"{reverse('issue_notice', args=[plan.pk])}?{query}"
    return ProposalLine(row, level_badge(row.level), level_badge(row.degree), address)
