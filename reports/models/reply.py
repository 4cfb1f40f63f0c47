from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from tasks.models import Obligation
from units.models import User


class ReplyReceipt(models.Model):
    """The day a motion was answered, and when that was noted: the past knows only what was noted."""

    obligation = models.OneToOneField(Obligation, models.PROTECT, related_name="reply_receipt")
    replied_on = models.DateField(_("答复日期"))
    document_number = models.CharField(_("发文字号"), max_length=100, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("答复登记")

    def __str__(self) -> str:
        return f"{self.replied_on}"
