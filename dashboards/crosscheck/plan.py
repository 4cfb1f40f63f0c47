"""Contradictions within the directive itself, and between it and the rules. The office resolves them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from common.templatetags.portal import day, figure
from dashboards.crosscheck.reading import Checked
from dashboards.crosscheck.shapes import Finding, Kind, Side
from dashboards.standing.shapes import LeafStanding, TargetStanding
from motions.models import Deadline, GroupMember
from units.selectors import work_calendar


def parts_against_whole(checked: Checked) -> Iterator[Finding]:
    for leaf, target in checked.targets():
        if target.allocations and target.unallocated:
            yield _parts(checked, leaf, target, Kind.PARTS, _whole(checked, leaf, target))


def parts_without_whole(checked: Checked) -> Iterator[Finding]:
    for leaf, target in checked.targets():
        if target.allocations and target.unallocated is None:
            side = Side(_("文件总数"), _("没有写"), _leaf_address(checked, leaf))
            yield _parts(checked, leaf, target, Kind.NO_WHOLE, side)


def dates_on_no_workday(checked: Checked) -> Iterator[Finding]:
    """The printed date stands; the last working day before it is shown beside it."""
    printed = checked.standing.printed
    for due_on, last in sorted({(row.due_on, row.last_workday) for row in printed}):
        if last != due_on:
            rows = [row for row in printed if row.due_on == due_on]
            kinds = dict.fromkeys(str(Deadline.Kind(row.kind).label) for row in rows)
            yield Finding(
                kind=Kind.NO_WORKDAY,
                key=f"{Kind.NO_WORKDAY}/{due_on.isoformat()}",
                subject=_("、").join(kinds),
                sides=(
                    Side(_("文件期限"), day(due_on), _plan_address(checked)),
                    Side(_("工作日历"), _("不是工作日，最后工作日 %s") % day(last)),
                ),
                facts=(due_on.isoformat(), last.isoformat()),
            )


def replies_against_rules(checked: Checked) -> Iterator[Finding]:
    """The printed date prevails; a shorter limit of the rule set is a finding, never lateness."""
    begun = checked.standing.plan.named_on
    if checked.answer is None or begun is None:
        return
    limit = checked.answer.after(begun, work_calendar(checked.standing.plan.government_id))
    for row in checked.standing.printed:
        if row.kind == Deadline.Kind.REPLY and limit < row.due_on:
            yield Finding(
                kind=Kind.DATE_LIMIT,
                key=f"{Kind.DATE_LIMIT}/{row.order}",
                subject=str(Deadline.Kind(row.kind).label),
                sides=(
                    Side(_("文件期限"), day(row.due_on), _plan_address(checked)),
                    Side(
                        _("时限规则（%s）") % checked.standing.plan.rule_set.name,
                        _("不晚于 %s；以文件为准，不算迟") % day(limit),
                    ),
                ),
                facts=(row.due_on.isoformat(), limit.isoformat()),
            )


def leads_without_member(checked: Checked) -> Iterator[Finding]:
    """Only where there is a leading group at all."""
    if not checked.members:
        return
    leads = {unit.id: unit for leaf in checked.standing.leaves for unit in leaf.leads}
    for unit in leads.values():
        names = checked.names.get(unit.id, (unit.name,))
        if not any(member.post.startswith(names) for member in checked.members):
            number = sum(unit in leaf.leads for leaf in checked.standing.leaves)
            yield Finding(
                kind=Kind.NO_MEMBER,
                key=f"{Kind.NO_MEMBER}/{unit.id}",
                subject=unit.name,
                sides=(
                    Side(_("任务分解"), _("牵头 %s 个事项") % number, _plan_address(checked)),
                    Side(_("领导小组名单"), _("没有该单位的成员"), _plan_address(checked)),
                ),
                facts=(names[0],),
            )


def posts_of_no_unit(checked: Checked) -> Iterator[Finding]:
    """A member whose post names none of the units at work: no task for them, or a misprint."""
    known = tuple(name for names in checked.names.values() for name in names)
    for member in checked.members:
        is_plain = member.role == GroupMember.Role.MEMBER
        if is_plain and known and not member.post.startswith(known):
            yield Finding(
                kind=Kind.POST,
                key=f"{Kind.POST}/{member.order}",
                subject=member.name,
                sides=(
                    Side(_("领导小组名单"), member.post, _plan_address(checked)),
                    Side(_("任务分解"), _("没有名称相符的承办单位"), _plan_address(checked)),
                ),
                facts=(member.name, member.post),
            )


def proposers_in_the_group(checked: Checked) -> Iterator[Finding]:
    for member in checked.members:
        if member.name in checked.proposers:
            yield Finding(
                kind=Kind.PROPOSER,
                key=f"{Kind.PROPOSER}/{member.order}",
                subject=member.name,
                sides=(
                    Side(_("议案"), _("领衔代表"), _plan_address(checked)),
                    Side(_("领导小组名单"), member.post, _plan_address(checked)),
                ),
                facts=(member.name, member.post),
            )


def _parts(
    checked: Checked, leaf: LeafStanding, target: TargetStanding, kind: Kind, whole: Side
) -> Finding:
    spread = _("、").join(f"{row.unit} {row.words}" for row in target.allocations)
    sum_words = _("%(sum)s %(unit)s（%(spread)s）") % {
        "sum": figure(target.allocated),
        "unit": target.unit,
        "spread": spread,
    }
    return Finding(
        kind=kind,
        key=f"{kind}/{leaf.key}/{target.name}",
        subject=f"{leaf.number} {target.name}",
        sides=(whole, Side(_("分解到单位合计"), sum_words, _leaf_address(checked, leaf))),
        facts=(str(target.minimum), str(target.maximum), str(target.allocated)),
        leaf_key=leaf.key,
    )


def _whole(checked: Checked, leaf: LeafStanding, target: TargetStanding) -> Side:
    return Side(_("文件总数"), target.words, _leaf_address(checked, leaf))


def _leaf_address(checked: Checked, leaf: LeafStanding) -> str:
    return reverse("leaf", args=[checked.standing.plan.pk, leaf.key])


def _plan_address(checked: Checked) -> str:
    return reverse("plan", args=[checked.standing.plan.pk])
