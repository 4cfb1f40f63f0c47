from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from motions.models.plan import Plan


class Motion(models.Model):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="motions")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("案由"), max_length=500)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("议案")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["plan", "order"], name="motion_order_once")]

    def __str__(self) -> str:
        return self.title


class Deputy(models.Model):
    """A deputy's place on a motion. Directives name the first; the others are places to fill."""

    motion = models.ForeignKey(Motion, models.CASCADE, related_name="deputies")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("姓名"), max_length=50, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("代表")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["motion", "order"], name="deputy_order_once")
        ]

    def __str__(self) -> str:
        return self.name
