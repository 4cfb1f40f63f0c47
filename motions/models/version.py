from django.db import models
from django.utils.translation import gettext_lazy as _

from motions.models.plan import Plan
from units.models import User


class PlanVersion(models.Model):
    """The plan file as it stood from a moment on. Rows are only ever added.

    `applied_at` is a business moment; it is null for the file the plan was loaded from, which holds
    from the beginning. `dates` has the day of each deadline by its `order`. `by` is null for what
    was done at the machine's command line.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    content = models.TextField(_("计划文件"))
    dates = models.JSONField(default=dict)
    reason = models.CharField(_("修改理由"), max_length=500, blank=True)
    applied_at = models.DateTimeField(_("生效时间"), null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(_("经手人"), max_length=120, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("计划版本")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]

    def __str__(self) -> str:
        return f"{self.plan} v{self.number}"
