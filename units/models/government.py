from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Government(models.Model):
    """The root: units, people's roles, rule sets, calendar and plans belong to one government."""

    name = models.CharField(_("名称"), max_length=200, unique=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("政府")

    def __str__(self) -> str:
        return self.name
