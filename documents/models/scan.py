from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models.issued import IssuedDocument
from units.models import User


class SealedScan(models.Model):
    """The scan of the paper that was signed and sealed. Several may follow each other; none goes.

    `uploaded_at` is the business moment, `recorded_at` machine time.
    """

    document = models.ForeignKey(IssuedDocument, models.PROTECT, related_name="scans")
    original_name = models.TextField(_("文件名"), max_length=1_000)
    kind = models.CharField(_("类型"), max_length=10)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    path = models.CharField(max_length=200)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_by_name = models.CharField(_("存入人"), max_length=120)
    uploaded_at = models.DateTimeField(_("存入时间"))
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("盖章扫描件")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "sha256"], name="scan_once_a_document")
        ]

    def __str__(self) -> str:
        return self.original_name
