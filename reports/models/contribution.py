from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from reports.models.part import Part
from reports.words import CONTRIBUTION_STATUS_WORDS
from reports.workflow import ContributionStatus
from tasks.models import Obligation, Target
from tasks.models.target import FIGURE_DECIMALS, FIGURE_DIGITS
from units.models import Government, User


class Contribution(models.Model):
    """What one responsible unit writes to the lead units of a leaf for one stage (函告).

    Its unit, leaf and dates are its obligation's. `draft` is the version being written, `standing` the
    one sent last and not given back: what the lead may rely on.
    """

    government = models.ForeignKey(Government, models.PROTECT, related_name="contributions")
    obligation = models.OneToOneField(Obligation, models.PROTECT, related_name="contribution")
    status = models.CharField(
        _("状态"),
        max_length=20,
        choices=[(s.value, w) for s, w in CONTRIBUTION_STATUS_WORDS.items()],
        default=ContributionStatus.NOT_STARTED,
    )
    draft = models.OneToOneField(
        "reports.ContributionVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="draft_of",
    )
    standing = models.OneToOneField(
        "reports.ContributionVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="standing_of",
    )
    first_sent_at = models.DateTimeField(_("首次函告时间"), null=True, blank=True)
    chased_at = models.DateTimeField(_("催请时间"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("函告")

    def __str__(self) -> str:
        return f"{self.obligation_id}"

    @property
    def was_sent(self) -> bool:
        """At least once, whatever became of it."""
        return self.first_sent_at is not None


class ContributionVersion(models.Model):
    """One version of a contribution: a draft until `number` is set when it is sent; then it is frozen."""

    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本号"), null=True, blank=True)
    narrative = models.TextField(_("进展情况"), blank=True, max_length=20_000)
    problems = models.TextField(_("存在困难和建议"), blank=True, max_length=20_000)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(_("请签发时间"), null=True, blank=True)
    written_by_name = models.CharField(_("经办人"), max_length=50, blank=True)
    unit_name = models.CharField(_("函告单位"), max_length=200, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sent_by_name = models.CharField(_("签发人"), max_length=120, blank=True)
    sent_at = models.DateTimeField(_("函告时间"), null=True, blank=True)
    returned_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    return_reason = models.TextField(_("退回理由"), blank=True, max_length=5_000)
    recorded_at = models.DateTimeField(auto_now_add=True)
    is_sample = models.BooleanField(_("演示数据"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("函告版本")
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "number"], name="contribution_version_number_once"
            ),
            models.UniqueConstraint(
                fields=["contribution"],
                condition=models.Q(number__isnull=True),
                name="one_draft_a_contribution",
            ),
            models.CheckConstraint(
                condition=models.Q(number__isnull=True, sent_at__isnull=True)
                | models.Q(number__isnull=False, sent_at__isnull=False),
                name="contribution_numbered_when_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number or '—'}"


class ContributionFigure(models.Model):
    """A unit's own share of one target, with the date it stands at. A running total of the year."""

    version = models.ForeignKey(ContributionVersion, models.CASCADE, related_name="figures")
    target = models.ForeignKey(Target, models.PROTECT, related_name="contribution_figures")
    value = models.DecimalField(
        _("完成数"), max_digits=FIGURE_DIGITS, decimal_places=FIGURE_DECIMALS
    )
    as_of = models.DateField(_("截至日期"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "target"], name="contribution_figure_once")
        ]

    def __str__(self) -> str:
        return f"{self.target}: {self.value}"


class AskedFigure(models.Model):
    """The gathering lead asks the responsible units of its part for their share of a target."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="asked_figures")
    target = models.ForeignKey(Target, models.PROTECT, related_name="asked_of")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("要责任单位报的数")
        constraints = [
            models.UniqueConstraint(fields=["obligation", "target"], name="asked_figure_once")
        ]

    def __str__(self) -> str:
        return str(self.target)


class FigureSource(models.Model):
    """A contribution, in the version it had, from which a part's figure was taken over."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="figure_sources")
    target = models.ForeignKey(Target, models.PROTECT, related_name="+")
    version = models.ForeignKey(ContributionVersion, models.PROTECT, related_name="taken_over")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "target", "version"], name="figure_source_once")
        ]

    def __str__(self) -> str:
        return f"{self.target} ← {self.version}"
