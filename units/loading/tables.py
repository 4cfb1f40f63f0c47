"""Units and people as tables of a workbook. Headers belong to the format: never translated."""

from collections.abc import Iterator
from typing import Any

from common.tables import Column, Table, sheet_of
from common.workbook import write_workbook
from units.models import Government, Membership, Unit, Upload
from units.roles import Role

Content = dict[str, Any]
ROLE_WORDS = {
    "单位经办人": Role.CLERK,
    "单位负责人": Role.HEAD,
    "领导小组办公室": Role.OFFICE,
    "督查局": Role.SUPERVISOR,
    "主管副市长": Role.VICE_MAYOR,
    "人大代表工作机构": Role.DEPUTIES_OFFICE,
    "系统管理员": Role.SYSTEM_ADMIN,
}
PEOPLE = Table(
    "人员",
    (
        Column("username", "用户名", width=18),
        Column("name", "姓名", width=14),
        Column("email", "电子邮箱", width=28, is_optional=True),
        Column("is_active", "可以登录", "flag", 10, is_optional=True),
        Column("unit", "单位", width=34),
        Column("role", "角色", "word", 18, words=ROLE_WORDS),
        Column("from_on", "自", "date", 13, is_optional=True),
        Column("until_on", "至（不含）", "date", 13, is_optional=True),
    ),
)
UNITS = Table(
    "单位",
    (
        Column("id", "编号", "whole", 10),
        Column("name", "名称", width=40),
        Column("renamed_on", "改名自", "date", 13, is_optional=True),
        Column("aliases", "别称（每行一个）", "prose", 40, is_optional=True),
        Column("merged_into", "已并入", width=34, is_optional=True),
    ),
)
TABLES = {Upload.Purpose.PEOPLE: PEOPLE, Upload.Purpose.UNITS: UNITS}


def workbook_of(purpose: str, government: Government) -> bytes:
    table = TABLES[Upload.Purpose(purpose)]
    rows = {Upload.Purpose.PEOPLE: _people, Upload.Purpose.UNITS: _units}[Upload.Purpose(purpose)]
    return write_workbook([sheet_of(table, rows(government))], title=f"{government} {table.title}")


def _people(government: Government) -> Iterator[Content]:
    rows = Membership.objects.filter(unit__government=government).select_related("user", "unit")
    for row in rows.order_by("unit__name", "user__username", "role", "from_on"):
        user = row.user
        yield {
            "username": user.username,
            "name": user.name,
            "email": user.email,
            "is_active": user.is_active,
            "unit": row.unit.name,
            "role": row.role,
            "from_on": row.from_on,
            "until_on": row.until_on,
        }


def _units(government: Government) -> Iterator[Content]:
    rows = Unit.objects.filter(government=government).select_related("merged_into")
    for unit in rows.prefetch_related("aliases").order_by("name"):
        yield {
            "id": unit.pk,
            "name": unit.name,
            "renamed_on": None,
            "aliases": "\n".join(sorted(alias.name for alias in unit.aliases.all())),
            "merged_into": unit.merged_into and unit.merged_into.name,
        }
