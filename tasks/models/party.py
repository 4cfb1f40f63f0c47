from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from motions.models import UnitGroup
from tasks.models.task import Task
from units.models import Unit


class TaskParty(models.Model):
    """A unit, or a group of units, that the directive names for a task.

    The first lead gathers the figures (列第一位为牵头汇总); its `order` is 0.
    """

    class Role(models.TextChoices):
        LEAD = "lead", _("牵头单位")
        RESPONSIBLE = "responsible", _("责任单位")

    task = models.ForeignKey(Task, models.CASCADE, related_name="parties")
    role = models.CharField(_("角色"), max_length=20, choices=Role)
    order = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="task_parties"
    )
    group = models.ForeignKey(
        UnitGroup, models.PROTECT, null=True, blank=True, related_name="task_parties"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("承办单位")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["task", "role", "order"], name="task_party_order_once"),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=True, group__isnull=False)
                | models.Q(unit__isnull=False, group__isnull=True),
                name="task_party_unit_or_group",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit or self.group)
