from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.kinds import KIND_WORDS
from units.models import Unit


class IssuedNumber(models.Model):
    """A 发文字号 that a unit has used, and for what: never for anything else again."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="issued_numbers")
    number = models.CharField(_("发文字号"), max_length=100)
    kind = models.CharField(
        _("文种"), max_length=20, choices=[(k.value, w) for k, w in KIND_WORDS.items()]
    )
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = _("用过的发文字号")
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="number_once_in_unit")
        ]

    def __str__(self) -> str:
        return self.number
