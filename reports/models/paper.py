from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from reports.models.filing import Filing
from units.models import User


class PaperReceipt(models.Model):
    """Paper copies of a filing that reached the office on a day. Dated apart from the filing itself."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="paper_receipts")
    copies = models.PositiveSmallIntegerField(_("份数"))
    arrived_on = models.DateField(_("收到日期"))
    document_number = models.CharField(_("发文字号"), max_length=100, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("纸质件登记")
        ordering = ["arrived_on", "pk"]

    def __str__(self) -> str:
        return f"{self.copies}"
