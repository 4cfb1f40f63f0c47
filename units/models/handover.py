from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.government import Government
from units.models.people import User
from units.models.unit import Unit


class Handover(models.Model):
    """Somebody left a unit, and a colleague took over what was open in their name. Only ever added."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="handovers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="handovers")
    leaver = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("离任人"))
    successor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("接手人"))
    filings = models.PositiveIntegerField(_("交接的报告"), default=0)
    messages = models.PositiveIntegerField(_("转交的消息"), default=0)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    by_name = models.CharField(_("经手人"), max_length=120)
    at = models.DateTimeField(_("时间"))
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("人员交接")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.leaver} → {self.successor}"
