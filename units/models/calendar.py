from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.government import Government


class CalendarYear(models.Model):
    """A year whose holidays are known. Dates of other years are provisional."""

    government = models.ForeignKey(Government, models.CASCADE, related_name="calendar_years")
    year = models.PositiveSmallIntegerField(_("年份"))
    source = models.CharField(_("依据"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("工作日历年份")
        constraints = [
            models.UniqueConstraint(fields=["government", "year"], name="calendar_year_once")
        ]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that departs from Monday to Friday: a holiday or a make-up working day (调休)."""

    government = models.ForeignKey(Government, models.CASCADE, related_name="calendar_days")
    day = models.DateField(_("日期"))
    is_workday = models.BooleanField(_("上班"))
    name = models.CharField(_("说明"), max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("调休与节假日")
        constraints = [
            models.UniqueConstraint(fields=["government", "day"], name="calendar_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
