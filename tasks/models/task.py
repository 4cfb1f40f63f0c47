from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.withdrawal import InForceManager, Withdrawable
from motions.models import Plan


class TaskQuerySet(models.QuerySet["Task"]):
    def leaves(self) -> Self:
        """Tasks without parts: what is reported on."""
        return self.filter(items__isnull=True)


class Task(Withdrawable):
    """A task of the directive, or a part of one. `key` is stable; `number` is what is printed.

    `predecessor`: the leaf of an earlier plan that this one carries on.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="items")
    order = models.PositiveSmallIntegerField(
        help_text="Place in the directive, parts after their task."
    )
    key = models.CharField(_("标识"), max_length=60)
    number = models.CharField(_("序号"), max_length=20)
    title = models.CharField(_("名称"), max_length=500)
    summary = models.TextField(_("概要"), null=True, blank=True)  # noqa: DJ001 - null: the plan file's null
    text = models.TextField(_("原文"), null=True, blank=True)  # noqa: DJ001
    due_on = models.DateField(_("期限"), null=True, blank=True)
    due_text = models.CharField(_("期限原文"), max_length=200, null=True, blank=True)  # noqa: DJ001
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors"
    )
    milestones_open = models.BooleanField(_("节点未列全"), default=False)

    objects = InForceManager.from_queryset(TaskQuerySet)()  # type: ignore[misc]
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("任务")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="task_key_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
