from django.db import models
from django.utils.translation import gettext_lazy as _


class Bounce(models.Model):
    """A mail address that a server refused for good, with its words, until somebody mended it."""

    address = models.EmailField(_("邮箱"), unique=True)
    answer = models.CharField(_("服务器答复"), max_length=500)
    times = models.PositiveIntegerField(_("次数"), default=1)
    since = models.DateTimeField(_("自"))
    last_at = models.DateTimeField(_("最近"))

    class Meta:
        verbose_name = verbose_name_plural = _("退信的邮箱")

    def __str__(self) -> str:
        return self.address
