from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from replies.models.reply import Reply
from replies.words import CO_SIGN_STATUS_WORDS
from replies.workflow import CoSignStatus
from tasks.models import Obligation
from units.models import Government, Unit


class CoSignature(models.Model):
    """A lead unit's word on a reply, as of a revision of its text. Its steps are events."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    reply = models.ForeignKey(Reply, models.PROTECT, related_name="co_signatures")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    obligation = models.OneToOneField(
        Obligation, models.PROTECT, null=True, related_name="reply_co_signature"
    )
    revision = models.PositiveIntegerField()
    status = models.CharField(
        _("状态"),
        max_length=20,
        choices=[(s.value, w) for s, w in CO_SIGN_STATUS_WORDS.items()],
        default=CoSignStatus.PENDING,
    )
    opinion = models.TextField(_("意见"), max_length=5_000, blank=True)
    by_name = models.CharField(_("会签人"), max_length=120, blank=True)
    decided_at = models.DateTimeField(_("会签时间"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("答复会签")
        constraints = [
            models.UniqueConstraint(fields=["reply", "unit"], name="reply_co_signature_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit}"
