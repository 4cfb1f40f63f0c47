from django.db import models
from django.utils.translation import gettext_lazy as _

from common.withdrawal import Withdrawable
from motions.models.plan import Plan
from units.models import Unit


class UnitGroup(Withdrawable):
    """Units a directive names together: 各县、区人民政府. Belongs to the plan, since it may differ by year."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="unit_groups")
    name = models.CharField(_("名称"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("单位组")
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="unit_group_once")]

    def __str__(self) -> str:
        return self.name


class UnitGroupMember(models.Model):
    group = models.ForeignKey(UnitGroup, models.CASCADE, related_name="members")
    order = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="group_memberships")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["group", "order"], name="unit_group_member_order_once"),
            models.UniqueConstraint(fields=["group", "unit"], name="unit_group_member_once"),
        ]

    def __str__(self) -> str:
        return str(self.unit)
