from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.withdrawal import Withdrawable
from motions.models.plan import Plan


class Deadline(Withdrawable):
    """A date the directive prints. Each deadline for reports opens one stage.

    `order` names it within the plan for good; in the directive they stand by their dates.
    """

    class Kind(models.TextChoices):
        REPORT = "report", _("阶段报告")
        REPLY = "reply", _("答复代表")
        OTHER = "other", _("其他")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="deadlines")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    due_on = models.DateField(_("期限"))
    copies = models.PositiveSmallIntegerField(_("纸质份数"), null=True, blank=True)
    satisfaction_goal = models.DecimalField(
        _("满意率目标"), max_digits=5, decimal_places=2, null=True, blank=True
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("期限")
        ordering = ["due_on", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "order"], name="deadline_order_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on}"
