"""三、各事项进展: leaf by leaf, in the words of the units and named after them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from common.official.content import Block, Heading, Paragraph, numbered, paragraphs
from dashboards.exports import words
from dashboards.exports.consolidated.stage import StageReport
from dashboards.exports.rows import NarrativeRow, milestone_rows
from dashboards.standing.shapes import LeafStanding


def progress(report: StageReport) -> Iterator[Block]:
    for place, leaf in enumerate(report.standing.leaves, start=1):
        heading = _("%(title)s（事项 %(number)s）") % {"title": leaf.title, "number": leaf.number}
        yield Heading(numbered(2, place) + heading, 2)
        yield from _leaf(report, leaf)


def _leaf(report: StageReport, leaf: LeafStanding) -> Iterator[Block]:
    yield Paragraph(words.leads_words(leaf) + _("。"), lead=_("牵头单位："))
    reached = _reached(leaf)
    if reached:
        yield Paragraph(reached, lead=_("项目节点："))
    rows = [row for row in report.narratives if row.leaf.id == leaf.id]
    for row in rows:
        yield from _said(row)
    if not rows:
        yield Paragraph(_("本阶段没有收到这一事项的报告。"))


def _reached(leaf: LeafStanding) -> str:
    if not leaf.milestones:
        return ""
    done = [row.milestone.name for row in milestone_rows([leaf]) if row.milestone.accepted]
    counted = _("共 %(all)s 个，经审核已完成 %(done)s 个") % {
        "all": len(leaf.milestones),
        "done": len(done),
    }
    return counted + (_("：%s") % _("、").join(done) if done else "") + _("。")


def _said(row: NarrativeRow) -> Iterator[Paragraph]:
    said = row.narrative
    lead = str(said.source.unit) + ("" if said.source.is_accepted else _("（待审核）")) + _("：")
    if said.is_nil:
        yield Paragraph(_("本阶段无情况可报。"), lead=lead)
        return
    yield from paragraphs(said.narrative, lead=lead)
    yield from paragraphs(said.problems, lead=_("存在问题和下一步打算："))
