from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.part import Part
from units.models import User


class Attachment(models.Model):
    """A file with a part. `path` is below MEDIA_ROOT and made from the content's SHA-256.

    The original name is kept in full here; the stored name has none of it.
    """

    part = models.ForeignKey(Part, models.CASCADE, related_name="attachments")
    original_name = models.TextField(_("文件名"), max_length=1_000)
    kind = models.CharField(_("类型"), max_length=10)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("附件")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.original_name
