from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from motions.models import Plan
from tasks.models import Obligation
from units.models import Government


class Audience(models.TextChoices):
    """Who is meant: people of the owing unit, or those above it in the plan."""

    CLERKS = "clerks", _("承办单位经办人")
    HEADS = "heads", _("承办单位负责人")
    KEEPERS = "keepers", _("人大代表工作机构")
    OFFICE = "office", _("领导小组办公室")
    BUREAU = "bureau", _("督查部门")
    VICE_MAYOR = "vice_mayor", _("主管副市长")


class ReminderRule(models.Model):
    """One rung: so long before (negative) or after a due date, these people are told this way.

    A plan with rules of its own for a kind goes by those alone, in the place of its government's.
    A rung that people set or change speaks from `from_on`, the day after: what was said of the days
    before is not said again by another rule.
    """

    class Measure(models.TextChoices):
        WORKING_DAYS = "working_days", _("个工作日")
        DAYS = "days", _("天")

    government = models.ForeignKey(Government, models.PROTECT, related_name="reminder_rules")
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="reminder_rules"
    )
    kind = models.CharField(_("事项类别"), max_length=20, choices=Obligation.Kind)
    offset = models.SmallIntegerField(_("提前或推后"))
    measure = models.CharField(_("单位"), max_length=20, choices=Measure)
    audiences = models.JSONField(_("提醒对象"), default=list)
    channels = models.JSONField(_("渠道"), default=list)
    is_active = models.BooleanField(_("启用"), default=True)
    from_on = models.DateField(_("自"), null=True, blank=True, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("提醒规则")
        ordering = ["kind", "offset"]
        constraints = [
            models.UniqueConstraint(
                fields=["government", "kind", "measure", "offset"],
                condition=Q(plan__isnull=True),
                name="reminder_rule_once",
            ),
            models.UniqueConstraint(
                fields=["plan", "kind", "measure", "offset"],
                condition=Q(plan__isnull=False),
                name="reminder_rule_of_plan_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.offset:+d} {self.measure}"
