from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from reports.models.version import FilingVersion
from reports.words import DECISION_WORDS
from reports.workflow import Decision
from tasks.models import Milestone, Obligation, Target
from tasks.models.target import FIGURE_DECIMALS, FIGURE_DIGITS
from units.models import User


class Part(models.Model):
    """One leaf's part of a version. `revision` grows with every save, so that two writers notice.

    A part that the office has accepted is carried into the next version with its decision and locked.
    """

    version = models.ForeignKey(FilingVersion, models.PROTECT, related_name="parts")
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="parts")
    narrative = models.TextField(_("进展情况"), blank=True, max_length=20_000)
    problems = models.TextField(_("存在问题和下一步打算"), blank=True, max_length=20_000)
    is_nil = models.BooleanField(_("本阶段无情况可报"), default=False)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.CharField(
        _("审核意见"),
        max_length=20,
        choices=[(d.value, w) for d, w in DECISION_WORDS.items()],
        default=Decision.PENDING,
    )
    decision_reason = models.TextField(_("退回理由"), blank=True, max_length=5_000)
    decided_at = models.DateTimeField(null=True, blank=True)
    is_locked = models.BooleanField(default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("事项报告")
        constraints = [models.UniqueConstraint(fields=["version", "obligation"], name="part_once")]

    def __str__(self) -> str:
        return f"{self.version} {self.obligation}"


class Figure(models.Model):
    """The figure reached for one target, with the date it stands at. A running total of the year."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="figures")
    target = models.ForeignKey(Target, models.PROTECT, related_name="figures")
    value = models.DecimalField(
        _("完成数"), max_digits=FIGURE_DIGITS, decimal_places=FIGURE_DECIMALS
    )
    as_of = models.DateField(_("截至日期"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "target"], name="figure_once")]

    def __str__(self) -> str:
        return f"{self.target}: {self.value}"


class MilestoneResult(models.Model):
    """A milestone said to be reached, with its day and its evidence in words."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="milestone_results")
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="results")
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    evidence = models.CharField(_("依据"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "milestone"], name="milestone_result_once")
        ]

    def __str__(self) -> str:
        return str(self.milestone)


class Explanation(models.Model):
    """The clerk's words on a warning. It travels with the report."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="explanations")
    warning = models.CharField(max_length=100)  # code and subject: see reports/warnings.py
    text = models.TextField(_("说明"), max_length=2_000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "warning"], name="explanation_once")]

    def __str__(self) -> str:
        return self.text
