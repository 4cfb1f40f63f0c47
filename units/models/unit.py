from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from units.models.government import Government

MOST_PLACES = 12  # of a map of tiles, each way


def _map_place(words: Any) -> "models.PositiveSmallIntegerField[Any, Any]":
    return models.PositiveSmallIntegerField(
        words,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)],
        help_text=_("看板的区域图把各地画成方块，大致按地图摆放；不填的按计划里的顺序排。"),
    )


class Unit(models.Model):
    """A unit of one government. `name` is today's; earlier names are rows of `UnitName`.

    `map_row` and `map_column`: where its tile stands on the boards' map, from the upper left corner.
    """

    government = models.ForeignKey(Government, models.PROTECT, related_name="units")
    name = models.CharField(_("名称"), max_length=200)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    merged_on = models.DateField(_("并入日期"), null=True, blank=True)
    map_row = _map_place(_("区域图第几行"))
    map_column = _map_place(_("区域图第几列"))

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
            models.CheckConstraint(
                condition=models.Q(map_row__isnull=True, map_column__isnull=True)
                | models.Q(map_row__isnull=False, map_column__isnull=False),
                name="unit_map_row_with_column",
                violation_error_message=_("区域图的行和列要么都填，要么都不填。"),
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
