from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from units.models import Government, Unit, User


class DeliverySettings(models.Model):
    """How a person, a unit's robots or everybody of a government is reached: hours and channels.

    What is left empty is said by the next wider one: person, unit, government. Between
    `quiet_from` and `quiet_until`, local time, nothing leaves the portal but to the inbox.
    """

    government = models.OneToOneField(
        Government, models.CASCADE, null=True, blank=True, related_name="delivery_settings"
    )
    unit = models.OneToOneField(
        Unit, models.CASCADE, null=True, blank=True, related_name="delivery_settings"
    )
    user = models.OneToOneField(
        User, models.CASCADE, null=True, blank=True, related_name="delivery_settings"
    )
    quiet_from = models.TimeField(_("免打扰开始"), null=True, blank=True)
    quiet_until = models.TimeField(_("免打扰结束"), null=True, blank=True)
    without = models.JSONField(_("不用的渠道"), default=list, blank=True)
    wants_digest = models.BooleanField(_("每周概览"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("接收设置")
        constraints = [
            models.CheckConstraint(
                condition=Q(government__isnull=False, unit__isnull=True, user__isnull=True)
                | Q(government__isnull=True, unit__isnull=False, user__isnull=True)
                | Q(government__isnull=True, unit__isnull=True, user__isnull=False),
                name="delivery_settings_of_one",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user or self.unit or self.government)
