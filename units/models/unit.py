from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from units.models.government import Government


class Unit(models.Model):
    """A unit of one government. `name` is today's; earlier names are rows of `UnitName`."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="units")
    name = models.CharField(_("名称"), max_length=200)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    merged_on = models.DateField(_("并入日期"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("单位")
        constraints = [
            models.UniqueConstraint(
                fields=["government", "name"], name="unit_name_once_in_government"
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True, merged_on__isnull=True)
                | models.Q(merged_into__isnull=False, merged_on__isnull=False),
                name="unit_merged_with_date",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def name_on(self, day: date | None) -> str:
        """The name the unit had on a day. Reads `former_names`, so prefetch them for many units."""
        if day is not None:
            for former in sorted(self.former_names.all(), key=lambda row: row.until_on):
                if day < former.until_on:
                    return former.name
        return self.name


class UnitName(models.Model):
    """A name a unit had until (not including) a day."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="former_names")
    name = models.CharField(_("原名称"), max_length=200)
    until_on = models.DateField(_("用至"))

    class Meta:
        verbose_name = verbose_name_plural = _("原名称")
        constraints = [
            models.UniqueConstraint(fields=["unit", "until_on"], name="former_name_once_a_day")
        ]

    def __str__(self) -> str:
        return self.name


class UnitAlias(models.Model):
    """Another way documents name a unit: 城乡一体化示范区 for 城乡一体化示范区管委会."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="unit_aliases")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases")
    name = models.CharField(_("别称"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("别称")
        constraints = [
            models.UniqueConstraint(
                fields=["government", "name"], name="unit_alias_once_in_government"
            )
        ]

    def __str__(self) -> str:
        return self.name
