from decimal import ROUND_DOWN, Decimal
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.templatetags.portal import figure
from motions.models import Plan
from reports.progress import percent_of
from supervision.words import BULLETIN_WORDS, choices_of
from supervision.workflow import BulletinStatus
from units.models import Government

MOST_BULLETIN = 10_000


class BulletinQuerySet(models.QuerySet["Bulletin"]):
    def issued(self) -> Self:
        return self.filter(status=BulletinStatus.ISSUED)


class Bulletin(models.Model):
    """督查通报. The figures are those of the board at `as_of`; words are the bureau's.

    `number` arises at issue. What was issued is never changed.
    """

    government = models.ForeignKey(Government, models.PROTECT, related_name="bulletins")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="bulletins")
    number = models.PositiveSmallIntegerField(_("期号"), null=True, blank=True)
    period = models.CharField(_("通报时段"), max_length=60)
    as_of = models.DateTimeField(_("数据截至"))
    total = models.PositiveSmallIntegerField(_("事项总数"))
    done = models.PositiveSmallIntegerField(_("已完成"))
    overview = models.TextField(_("总体情况"), max_length=MOST_BULLETIN)
    laggards = models.TextField(_("滞后事项"), blank=True, max_length=MOST_BULLETIN)
    next_step = models.TextField(_("下一步要求"), max_length=MOST_BULLETIN)
    revision = models.PositiveIntegerField(default=0)
    is_sample = models.BooleanField(_("演示数据"), default=False)
    status = models.CharField(
        _("状态"),
        max_length=20,
        choices=choices_of(BULLETIN_WORDS.statuses),
        default=BulletinStatus.DRAFT,
    )
    issued_at = models.DateTimeField(_("印发时间"), null=True, blank=True)

    objects = BulletinQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("督查通报")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="bulletin_number_once"),
            models.CheckConstraint(
                condition=models.Q(done__lte=models.F("total")), name="bulletin_done_of_total"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.period}"

    @property
    def in_progress(self) -> int:
        return self.total - self.done

    @property
    def done_share(self) -> str:
        return f"{figure(self._percent)}%"

    @property
    def in_progress_share(self) -> str:
        """What is left of the whole, so that the two always add up."""
        return f"{figure(100 - self._percent)}%"

    @property
    def _percent(self) -> Decimal:
        """Cut, as on the boards: 100% is only ever said of what is complete."""
        percent = percent_of(Decimal(self.done), Decimal(self.total)) or Decimal(0)
        return percent.quantize(Decimal("0.1"), ROUND_DOWN)
