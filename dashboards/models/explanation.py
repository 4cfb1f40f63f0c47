from django.db import models
from django.utils.translation import gettext_lazy as _

from motions.models import Plan
from units.models import Government, User


class FindingExplanation(models.Model):
    """Words on a finding of the cross-check. It holds for the facts it was given for; only added."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="finding_explanations")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="finding_explanations")
    key = models.CharField(max_length=700)
    digest = models.CharField(max_length=64)
    text = models.TextField(_("说明"), max_length=5_000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_name = models.CharField(_("说明人"), max_length=120)
    at = models.DateTimeField(_("时间"))
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("核验说明")
        ordering = ["pk"]
        indexes = [models.Index(fields=["plan", "digest"], name="finding_explanation")]

    def __str__(self) -> str:
        return self.key
