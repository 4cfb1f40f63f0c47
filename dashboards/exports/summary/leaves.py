"""Leaf by leaf: what is asked for, how far it got, what the units wrote."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from common.official.content import Block, Heading, Paragraph, paragraphs, typed_lines
from common.templatetags.portal import day, short_day
from dashboards.exports import columns as c
from dashboards.exports import words
from dashboards.exports.ledger import Ledger
from dashboards.exports.rows import MilestoneRow, NarrativeRow
from dashboards.exports.summary.tables import MILESTONES, paper_table
from dashboards.exports.summary.targets import leaf_table
from dashboards.standing.shapes import LeafStanding, Source, TargetStanding

OF_MILESTONES = ("name", "kind", "state", "done_on", "evidence")


def leaves(ledger: Ledger) -> Iterator[Block]:
    task = None
    for leaf in ledger.leaves:
        if leaf.parent_number not in {None, task}:
            yield Heading(f"{leaf.parent_number}　{leaf.parent_title}", 2)
        task = leaf.parent_number
        yield Heading(f"{leaf.number}　{leaf.title}", 3 if leaf.parent_title else 2)
        yield from _leaf(ledger, leaf)


def _leaf(ledger: Ledger, leaf: LeafStanding) -> Iterator[Block]:
    if leaf.summary:
        yield from paragraphs(leaf.summary)
    yield _fact(_("牵头"), "　".join(_asked(leaf)))
    if leaf.closing:
        yield _fact(_("办结结果"), _closing_words(leaf))
    yield from _counted(ledger, leaf)
    between = words.between_units(ledger.standing.partners.of_leaf(leaf.id))
    if between:
        yield _fact(_("函告和会签"), between)
    if leaf.milestones:
        rows = [MilestoneRow(leaf, row) for row in leaf.milestones]
        yield paper_table(c.milestone_columns(), rows, OF_MILESTONES, MILESTONES)
    yield from _narratives(ledger, leaf)


def _counted(ledger: Ledger, leaf: LeafStanding) -> Iterator[Block]:
    if leaf.progress_targets:
        yield leaf_table(leaf, ledger.standing)
    for target in leaf.targets:
        if target.allocations:
            yield _fact(target.name, _allocated_words(target))
    for name, origin in taken(leaf):
        yield _fact(name, _("取自函告：") + origin)


def _fact(label: str, text: str) -> Paragraph:
    return Paragraph(text, lead=f"{label} ", flush=True, is_note=True)


def _asked(leaf: LeafStanding) -> Iterator[str]:
    """After the word for the leads, which begins the line."""
    yield words.leads_words(leaf)
    if leaf.responsible_named:
        yield _("责任：%s") % words.responsible_words(leaf)
    if leaf.due_text or leaf.due_on:
        yield _("期限：%s") % (leaf.due_text or day(leaf.due_on))
    scope = _("，").join(f"{row.name} {row.words}" for row in leaf.scope_targets)
    if scope:
        yield _("规模：%s") % scope


def _closing_words(leaf: LeafStanding) -> str:
    closing = leaf.closing
    if closing is None:
        return ""
    found = f"{words.result_words(leaf)}{_('，')}{day(closing.closed_at)}{_('：')}{closing.words}"
    if closing.despite:
        found += _("；未审核仍办结：%s") % closing.despite
    return found


def _allocated_words(target: TargetStanding) -> str:
    shares = _("、").join(f"{row.unit} {row.words}" for row in target.allocations)
    return _("%(whole)s，分解到%(shares)s；%(rest)s") % {
        "whole": target.words,
        "shares": shares,
        "rest": target.remainder_words,
    }


def taken(leaf: LeafStanding) -> Iterator[tuple[str, str]]:
    """Figures with the contributions they were taken over from."""
    for target in leaf.progress_targets:
        found = words.taken_words(target.accepted) or words.taken_words(target.submitted)
        if found:
            yield target.name, found


def _narratives(ledger: Ledger, leaf: LeafStanding) -> Iterator[Block]:
    rows = [row for row in ledger.narratives if row.leaf.id == leaf.id]
    for row in rows:
        yield from narrative_blocks(row)
    if rows:
        return
    found = (
        _("到这一时刻还没有已报送的情况。")
        if ledger.standing.with_submitted
        else _("到这一时刻还没有已审核的情况。")
    )
    yield Paragraph(found, is_note=True)


def narrative_blocks(row: NarrativeRow) -> Iterator[Block]:
    said = row.narrative
    origin = source_words(said.source)
    if said.is_nil:
        yield Paragraph(origin + _("本阶段无情况可报。"), lead=str(said.source.unit), flush=True)
    else:
        yield from _with_lead(said.narrative, str(said.source.unit), origin)
        yield from _with_lead(said.problems, _("问题和下一步打算　"))
    for text in row.explanations:
        yield Paragraph(text, lead=_("对提示的说明　"), flush=True, is_note=True)


def _with_lead(text: str, lead: str, before: str = "") -> Iterator[Paragraph]:
    """The first line a person typed follows the lead, the others stand below it."""
    lines = typed_lines(text)
    if not lines and not before:
        return
    first, *others = lines or [""]
    yield Paragraph(before + first, lead=lead, flush=True)
    yield from (Paragraph(line, flush=True) for line in others)


def source_words(source: Source) -> str:
    """（8月底报告第1版，8月29日报送，已审核）"""
    sent = {
        "stage": source.stage.label,
        "number": source.version,
        "day": short_day(timezone.localdate(source.submitted_at)),
    }
    found = [
        _("%(stage)s报告第%(number)s版") % sent,
        _("%(day)s报送") % sent,
        words.decision_words(source),
    ]
    if source.is_entered:
        found.append(_("代录"))
    if source.is_sample:
        found.append(_("演示数据"))
    return _("（%s）") % _("，").join(found)
