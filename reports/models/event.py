from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.filing import Filing
from reports.models.version import FilingVersion
from reports.words import ACTION_WORDS, STATUS_WORDS
from units.models import User


class FilingEvent(models.Model):
    """One step in a filing's life. Rows are only ever added."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="events")
    version = models.ForeignKey(FilingVersion, models.PROTECT, null=True, related_name="events")
    action = models.CharField(
        _("动作"), max_length=30, choices=[(a.value, w) for a, w in ACTION_WORDS.items()]
    )
    from_status = models.CharField(
        max_length=30, choices=[(s.value, w) for s, w in STATUS_WORDS.items()]
    )
    to_status = models.CharField(
        max_length=30, choices=[(s.value, w) for s, w in STATUS_WORDS.items()]
    )
    reason = models.TextField(_("理由"), blank=True, max_length=5_000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_name = models.CharField(_("经手人"), max_length=120)
    at = models.DateTimeField(_("时间"))
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("经过")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.action} {self.at}"
