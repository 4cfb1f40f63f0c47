from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from units.models.government import Government


class RuleSet(models.Model):
    """The limits a government works by, each with its source. Says which kind it is for."""

    class Kind(models.TextChoices):
        MOTION = "motion", _("议案")
        SUGGESTION = "suggestion", _("建议")

    government = models.ForeignKey(Government, models.CASCADE, related_name="rule_sets")
    name = models.CharField(_("名称"), max_length=200)
    kind = models.CharField(_("适用"), max_length=20, choices=Kind)

    class Meta:
        verbose_name = verbose_name_plural = _("时限规则")
        constraints = [
            models.UniqueConstraint(fields=["government", "name", "kind"], name="rule_set_once")
        ]

    def __str__(self) -> str:
        return self.name


class Rule(models.Model):
    """One limit: `amount` in `measure`. Keys are named in fixtures/rule-sets/."""

    class Measure(models.TextChoices):
        WORKING_DAYS = "working_days", _("个工作日")
        DAYS = "days", _("天")
        MONTHS = "months", _("个月")
        PERCENT = "percent", _("％")

    rule_set = models.ForeignKey(RuleSet, models.CASCADE, related_name="rules")
    key = models.SlugField(_("规则"), max_length=60)
    amount = models.PositiveSmallIntegerField(_("数值"))
    measure = models.CharField(_("单位"), max_length=20, choices=Measure)
    source = models.CharField(_("依据"), max_length=300)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("规则")
        constraints = [models.UniqueConstraint(fields=["rule_set", "key"], name="rule_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.amount} {self.get_measure_display()}"
