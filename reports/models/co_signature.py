from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from reports.models.part import Part
from reports.words import CO_SIGNATURE_STATUS_WORDS
from reports.workflow import CoSignatureStatus
from tasks.models import Obligation
from units.models import Government, User


class CoSignature(models.Model):
    """One further lead's word on the gathering lead's part (会签), of one version.

    It is copied with the part into the next draft and stays while the part is the same. Once its
    version has been submitted it is frozen: what is not signed then is the gap the report went with.
    """

    government = models.ForeignKey(Government, models.PROTECT, related_name="co_signatures")
    part = models.ForeignKey(Part, models.CASCADE, related_name="co_signatures")
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="co_signatures")
    status = models.CharField(
        _("状态"),
        max_length=20,
        choices=[(s.value, w) for s, w in CO_SIGNATURE_STATUS_WORDS.items()],
        default=CoSignatureStatus.NOT_ASKED,
    )
    round = models.PositiveSmallIntegerField(_("第几次请会签"), default=0)
    asked_at = models.DateTimeField(_("请会签时间"), null=True, blank=True)
    objection = models.TextField(_("异议"), blank=True, max_length=5_000)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by_name = models.CharField(_("会签人"), max_length=120, blank=True)
    decided_at = models.DateTimeField(_("会签时间"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("会签")
        constraints = [
            models.UniqueConstraint(fields=["part", "obligation"], name="co_signature_once")
        ]

    def __str__(self) -> str:
        return f"{self.obligation} {self.status}"

    @property
    def is_gap(self) -> bool:
        return self.status != CoSignatureStatus.SIGNED

    @property
    def is_open_to_co_lead(self) -> bool:
        """The part was put up: only then the further lead may read it."""
        return self.status != CoSignatureStatus.NOT_ASKED
