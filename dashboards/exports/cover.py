"""What stands at the head of every document: what it is about, as of when, who took it out."""

from dataclasses import dataclass
from datetime import time

from django.utils import timezone
from django.utils.translation import gettext as _

from common.kept_files import name_of_file
from common.templatetags.portal import day, moment
from dashboards.exports.taken import Taken
from dashboards.standing import PlanStanding
from dashboards.standing.shapes import LeafStanding, Source, State
from dashboards.standing.words import STATE_WORDS
from dashboards.templatetags import boards

SHORT = 20  # of a name at the head of every page


@dataclass(frozen=True)
class Cover:
    """`name`: what kind of document; `basis`: which figures are in it; `facts`: words and values.

    `issued_by`: the unit in whose name it is issued, by the day; otherwise somebody took it out.
    """

    name: str
    title: str
    plan_number: str
    plan_title: str
    scope: str
    as_of: str
    basis: str
    taken_by: str
    taken_at: str
    is_sample: bool
    filename: str
    issued_by: str = ""

    @property
    def facts(self) -> list[tuple[str, str]]:
        rows = [
            (_("文号"), self.plan_number),
            (_("文件"), self.plan_title),
            (_("范围"), self.scope),
            (_("截至"), self.as_of),
            (_("口径"), self.basis),
            (_("导出人"), self.taken_by),
            (_("导出时间"), self.taken_at),
        ]
        rows.insert(0, (_("演示数据"), self.sample_words))
        return [row for row in rows if row[1]]

    @property
    def sample_words(self) -> str:
        return _("所列报送含演示数据，不是真实情况。") if self.is_sample else ""


def cover_of(
    name: str,
    standing: PlanStanding,
    taken: Taken,
    *,
    state: State | None = None,
    issued_by: str = "",
) -> Cover:
    """`name`: what kind of document it is."""
    scope = scope_words(standing, state)
    as_of = day(standing.today) if issued_by else boards.as_of(standing.at)
    return Cover(
        name=name,
        title=_("%(plan)s %(name)s（截至 %(as_of)s）")
        % {"plan": standing.plan, "name": name, "as_of": as_of},
        plan_number=standing.plan.number or "",
        plan_title=standing.plan.title,
        scope=scope,
        as_of=as_of,
        basis=basis_words(standing),
        taken_by=issued_by or str(taken),
        taken_at=day(timezone.localdate(taken.at)) if issued_by else moment(taken.at),
        is_sample=has_samples(standing),
        filename=file_name(name, standing, state),
        issued_by=issued_by,
    )


def scope_words(standing: PlanStanding, state: State | None = None) -> str:
    return _("；").join(_scope_parts(standing, state)) or _("整个计划")


def _scope_parts(standing: PlanStanding, state: State | None) -> list[str]:
    scope, options = standing.scope, standing.options
    tasks = dict(options.tasks)
    return [
        *(_("任务 %s") % tasks[key] for key in [scope.task_key] if key),
        *(_("单位 %s") % row for row in options.units if row.id == scope.unit_id),
        *(_("配合单位 %s") % row for row in options.partners if row.id == scope.partner_id),
        *(_("阶段 %s") % row.label for row in options.stages if row.id == scope.stage_id),
        *(_("状态 %s") % STATE_WORDS[row] for row in [state] if row),
    ]


def basis_words(standing: PlanStanding) -> str:
    if standing.with_submitted:
        return _("已审核数；已提交未审核的单列并注明")
    return _("只含已审核的数字和文字")


def has_samples(standing: PlanStanding) -> bool:
    """Within one unit's scope a leaf may show figures that another unit gathered."""
    has_replies = standing.replies is not None and standing.replies.is_sample
    return (
        has_replies
        or standing.is_sample
        or standing.hand_out.is_sample
        or any(source.is_sample for leaf in standing.leaves for source in _sources(leaf))
    )


def _sources(leaf: LeafStanding) -> list[Source]:
    figures = [figure for row in leaf.targets for figure in (row.accepted, row.submitted)]
    reached = [found for row in leaf.milestones for found in (row.accepted, row.submitted)]
    return [row.source for row in (*figures, *reached, *leaf.narratives) if row is not None]


def note_words(standing: PlanStanding) -> str:
    """In one line, under a picture that leaves its page."""
    words = [
        str(standing.plan),
        _("截至 %s") % boards.as_of(standing.at),
        scope_words(standing),
        basis_words(standing),
        _("所列报送含演示数据，不是真实情况。") if has_samples(standing) else "",
    ]
    return _("；").join(word for word in words if word)


def file_name(name: str, standing: PlanStanding, state: State | None = None) -> str:
    """汴政〔2022〕7号 督办摘要 单位 市财政局 2022-10-10 1030, as an operating system takes it."""
    local = timezone.localtime(standing.at)
    when = f"{local:%Y-%m-%d}" if local.time() == time.max else f"{local:%Y-%m-%d %H%M}"
    return name_of_file(str(standing.plan), name, *_scope_parts(standing, state), when)
