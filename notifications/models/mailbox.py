from django.db import models
from django.utils.translation import gettext_lazy as _


class MailboxItem(models.Model):
    """A mail that `MailboxBackend` took instead of a mail server; one per Message-ID and address."""

    to_address = models.EmailField(_("收件人"))
    from_address = models.EmailField(_("发件人"))
    subject = models.CharField(_("标题"), max_length=300)
    body = models.TextField(_("正文"))
    message_id = models.CharField(max_length=200)
    received_at = models.DateTimeField(_("收到时间"))
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("收到的邮件")
        constraints = [
            models.UniqueConstraint(fields=["to_address", "message_id"], name="mailbox_item_once")
        ]

    def __str__(self) -> str:
        return self.subject
