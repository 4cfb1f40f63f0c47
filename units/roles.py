"""Roles and what each may do, as data. A membership gives a person one role in one unit."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    FILE_REPORTS = "file_reports"
    SIGN_REPORTS = "sign_reports"
    REVIEW_REPORTS = "review_reports"
    KEEP_REGISTER = "keep_register"
    READ_SUBMITTED = "read_submitted"  # every submitted report of the plan, the boards, the exports
    RUN_PLAN = "run_plan"  # hand out, decide extensions, handle difficulties, close
    SUPERVISE = "supervise"  # chases, notices, bulletins
    WRITE_INSTRUCTIONS = "write_instructions"
    KEEP_ROSTER = "keep_roster"  # deputies, their rating links, the ratings that came in
    SEE_DELIVERIES = "see_deliveries"  # which reminders went to whom
    MOVE_CLOCK = "move_clock"
    MANAGE_REFERENCE_DATA = "manage_reference_data"
    TEND_JOBS = "tend_jobs"  # the schedule, and jobs that failed: of the whole installation


class UnitActor(StrEnum):
    """Who acts for a unit in any life: its clerk writes, its head signs."""

    CLERK = "clerk"
    HEAD = "head"


class Role(models.TextChoices):
    CLERK = "clerk", _("单位经办人")
    HEAD = "head", _("单位负责人")
    OFFICE = "office", _("领导小组办公室")
    SUPERVISOR = "supervisor", _("督查局")
    VICE_MAYOR = "vice_mayor", _("主管副市长")
    DEPUTIES_OFFICE = "deputies_office", _("人大代表工作机构")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")


PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.CLERK: frozenset({Permission.FILE_REPORTS}),
    Role.HEAD: frozenset({Permission.SIGN_REPORTS}),
    Role.OFFICE: frozenset(
        {
            Permission.REVIEW_REPORTS,
            Permission.KEEP_REGISTER,
            Permission.READ_SUBMITTED,
            Permission.RUN_PLAN,
            Permission.SEE_DELIVERIES,
            Permission.MOVE_CLOCK,
        }
    ),
    Role.SUPERVISOR: frozenset(
        {Permission.READ_SUBMITTED, Permission.SUPERVISE, Permission.SEE_DELIVERIES}
    ),
    Role.VICE_MAYOR: frozenset({Permission.READ_SUBMITTED, Permission.WRITE_INSTRUCTIONS}),
    Role.DEPUTIES_OFFICE: frozenset({Permission.KEEP_ROSTER}),
    Role.SYSTEM_ADMIN: frozenset(
        {Permission.MANAGE_REFERENCE_DATA, Permission.MOVE_CLOCK, Permission.TEND_JOBS}
    ),
}
# Whose unit reads, supervises or hands out, and does none of a plan's work by that.
ABOVE_THE_WORK = (Role.VICE_MAYOR, Role.SUPERVISOR, Role.DEPUTIES_OFFICE)
