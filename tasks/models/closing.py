"""What the office has closed. A row is one closing; re-opening ends it, closing again is a new row."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from motions.models import Deadline
from motions.words import LEAF_WORDS, RESULT_WORDS
from motions.workflow import Status
from tasks.models.task import Task
from units.models import Government


class Closing(models.Model):
    """`…_at` are business moments: what was closed at a moment is known for good."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    status = models.CharField(
        _("状态"),
        max_length=10,
        choices=[(s.value, w) for s, w in LEAF_WORDS.statuses.items()],
        default=Status.CLOSED,
    )
    words = models.TextField(_("说明"), blank=True, max_length=5_000)
    closed_at = models.DateTimeField(_("关闭时间"))
    closed_by_name = models.CharField(_("经手人"), max_length=120)
    reopened_at = models.DateTimeField(_("重新打开时间"), null=True, blank=True)

    class Meta:
        abstract = True


class StageClosing(Closing):
    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="closings")

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("阶段结账")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline"],
                condition=models.Q(reopened_at__isnull=True),
                name="stage_closed_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.deadline}"


class LeafClosing(Closing):
    """`despite`: why it was closed although its last report was not accepted."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="closings")
    result = models.CharField(
        _("结果"), max_length=20, choices=[(r.value, w) for r, w in RESULT_WORDS.items()]
    )
    despite = models.TextField(_("未审核仍办结的理由"), blank=True, max_length=5_000)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("事项办结")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=models.Q(reopened_at__isnull=True),
                name="leaf_closed_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.get_result_display()}"
