from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.withdrawal import Withdrawable
from tasks.models.task import Task
from units.models import Unit

FIGURE_DIGITS, FIGURE_DECIMALS = 16, 4


class Bounds(models.Model):
    """At least (minimum only), a range (both), exactly (both equal)."""

    minimum = models.DecimalField(
        _("下限"), max_digits=FIGURE_DIGITS, decimal_places=FIGURE_DECIMALS, null=True, blank=True
    )
    maximum = models.DecimalField(
        _("上限"), max_digits=FIGURE_DIGITS, decimal_places=FIGURE_DECIMALS, null=True, blank=True
    )

    class Meta:
        abstract = True


class Target(Withdrawable, Bounds):
    """A figure the directive sets for a task.

    `is_scope`: the figure says how large the work is (project count, total investment), never how far
    it got; it has no progress. All other figures are running totals of the year.
    """

    task = models.ForeignKey(Task, models.CASCADE, related_name="targets")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("指标"), max_length=200)
    unit = models.CharField(_("计量单位"), max_length=20)
    is_scope = models.BooleanField(_("规模指标"), default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("目标")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["task", "name"], name="target_name_once")]

    def __str__(self) -> str:
        return self.name


class Allocation(Withdrawable, Bounds):
    """The part of a target that the directive gives to one unit. Parts need not sum to the whole."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="allocations")
    order = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="allocations")

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("分解目标")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["target", "unit"], name="allocation_once")]

    def __str__(self) -> str:
        return f"{self.target}: {self.unit}"
