"""Columns of hand-out and extension, for the screen, the workbook and the PDF."""

from datetime import date

from django.utils.translation import gettext as _

from common.workbook import Column
from dashboards.exports import words
from tasks.extended import ExtensionState


def assignment_columns() -> list[Column]:
    return [
        Column("number", _("序号"), lambda r: r.assignment.task.number, width=7),
        Column("title", _("事项"), lambda r: r.assignment.task.title, width=26),
        Column("unit", _("单位"), lambda r: r.assignment.unit.name, width=28),
        Column("role", _("角色"), lambda r: r.assignment.get_role_display(), width=10),
        Column("state", _("状态"), lambda r: r.words, width=18),
        Column("handed", _("交办时间"), lambda r: r.assignment.handed_at, "datetime", 17),
        Column("due", _("签收期限"), lambda r: r.assignment.receipt.due_on, "date", 12),
        Column("since", _("最近一步"), lambda r: r.since, "datetime", 17),
        Column("by", _("经手人"), lambda r: r.by_name, width=16),
        Column("reason", _("理由"), lambda r: r.reason, width=40),
        Column("sample", _("演示数据"), lambda r: words.yes(r.assignment.is_sample), width=9),
    ]


def extension_columns() -> list[Column]:
    return [
        Column("unit", _("单位"), lambda r: r.extension.obligation.unit.name, width=28),
        Column("what", _("事项"), lambda r: r.title, width=26),
        Column("original", _("原定期限"), _original, "date", 12),
        Column("from", _("申请时的期限"), lambda r: r.extension.from_on, "date", 14),
        Column("asked", _("申请延至"), lambda r: r.extension.asked_on, "date", 12),
        Column("asked_at", _("申请时间"), lambda r: r.extension.asked_at, "datetime", 17),
        Column("why", _("申请理由"), lambda r: r.extension.reason, width=40),
        Column("state", _("状态"), lambda r: r.words, width=12),
        Column("granted", _("同意延至"), lambda r: r.granted_on, "date", 12),
        Column("decided_at", _("决定时间"), lambda r: r.decided_at, "datetime", 17),
        Column("by", _("经手人"), lambda r: r.by_name, width=16),
        Column("words", _("意见或理由"), lambda r: r.reason, width=40),
        Column("sample", _("演示数据"), lambda r: words.yes(r.extension.is_sample), width=9),
    ]


def _original(row: ExtensionState) -> date:
    return row.extension.obligation.original_due_on


def waiting_columns() -> list[Column]:
    return [
        Column("unit", _("单位"), lambda r: r.unit.name, width=28),
        Column("number", _("未签收"), lambda r: r.number, "integer", 9),
        Column("due", _("签收期限"), lambda r: r.due_on, "date", 12),
        Column("overdue", _("已过期限"), lambda r: words.yes(r.is_overdue), width=9),
    ]
