from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.government import Government
from units.models.people import User


class Upload(models.Model):
    """A file that was handed in, as it was read, until its difference is confirmed or nobody comes back.

    `subject` is what it is about within its purpose. `digest` is that of the bytes that came.
    """

    class Purpose(models.TextChoices):
        PEOPLE = "people", _("人员")
        UNITS = "units", _("单位")
        FIGURES = "figures", _("完成数")
        PLAN = "plan", _("计划文件")

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=20, choices=Purpose)
    subject = models.CharField(max_length=100, blank=True)
    name = models.CharField(_("文件名"), max_length=255)
    digest = models.CharField(max_length=64)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    at = models.DateTimeField()  # machine time, like that of a session
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("上传的文件")
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return self.name
