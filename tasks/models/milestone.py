from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.withdrawal import Withdrawable
from tasks.models.task import Task


class Milestone(Withdrawable):
    """A project or undertaking the directive names. `added_on`: added by an amendment, under its “等”."""

    class Kind(models.TextChoices):
        COMPLETED = "completed", _("建成")
        STARTED = "started", _("开工")
        ESTABLISHED = "established", _("设立（打造）")
        ADVANCED = "advanced", _("推动（支持）")

    task = models.ForeignKey(Task, models.CASCADE, related_name="milestones")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    name = models.CharField(_("名称"), max_length=300)
    added_on = models.DateField(_("后增日期"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("项目节点")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["task", "kind", "name"], name="milestone_once")
        ]

    def __str__(self) -> str:
        return self.name
