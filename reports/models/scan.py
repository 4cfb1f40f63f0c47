from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.version import FilingVersion
from units.models import User


class Scan(models.Model):
    """The scanned paper that a version was entered from. Stored as attachments are."""

    version = models.OneToOneField(FilingVersion, models.PROTECT, related_name="scan")
    original_name = models.TextField(_("文件名"), max_length=1_000)
    kind = models.CharField(_("类型"), max_length=10)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("纸质件扫描件")

    def __str__(self) -> str:
        return self.original_name
