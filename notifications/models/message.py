from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.models.endpoint import Endpoint
from units.models import User

# Longer than any one mail takes with `EMAIL_TIMEOUT`: whoever still holds it is dead.
CLAIM_IS_STALE_AFTER = timedelta(minutes=5)


class MessageQuerySet(models.QuerySet["Message"]):
    def inbox_of(self, user: User) -> Self:
        return self.filter(recipient=user, channel=Message.Channel.INBOX)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def deliverable(self, machine_now: datetime) -> Self:
        """Queued and due, or claimed by a worker that has not been heard of since."""
        waiting = Q(state=Message.State.QUEUED, next_attempt_at__lte=machine_now)
        stale = Q(state=Message.State.SENDING, claimed_at__lte=machine_now - CLAIM_IS_STALE_AFTER)
        return self.filter(waiting | stale)


class Message(models.Model):
    """One message to one person, or to a unit's endpoint, over one channel: inbox and outbox in one.

    An inbox row is delivered by being written. `created_at`, `sent_at` and `read_at` are business
    moments; what delivery goes by (`recorded_at`, `next_attempt_at`, `claimed_at`,
    `sent_recorded_at`) is machine time, so that moving the rehearsal clock never repeats a mail.
    """

    class Channel(models.TextChoices):
        INBOX = "inbox", _("站内消息")
        MAIL = "mail", _("电子邮件")
        SMS = "sms", _("短信")
        CHAT = "chat", _("群机器人")

    class State(models.TextChoices):
        QUEUED = "queued", _("待发送")
        SENDING = "sending", _("发送中")
        SENT = "sent", _("已发送")
        FAILED = "failed", _("发送失败")
        CANCELLED = "cancelled", _("已取消")

    recipient = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    endpoint = models.ForeignKey(
        Endpoint, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel)
    key = models.CharField(max_length=200, help_text="What the message is about; sent once.")
    subject = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("正文"))
    link = models.CharField(_("链接"), max_length=500)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("发送次数"), default=0)
    answer = models.CharField(_("服务器答复"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("生成时间"))
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)
    sent_recorded_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)
    is_digest = models.BooleanField(_("概览"), default=False)
    is_sample = models.BooleanField(_("演示数据"), default=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("消息")
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "channel", "key"],
                condition=Q(endpoint__isnull=True),
                name="message_once",
            ),
            models.UniqueConstraint(
                fields=["endpoint", "key"],
                condition=Q(endpoint__isnull=False),
                name="message_once_an_endpoint",
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False) | Q(endpoint__isnull=False),
                name="message_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False, sent_recorded_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True, sent_recorded_at__isnull=True)),
                name="message_sent_with_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "channel", "-id"], name="message_inbox"),
            models.Index(
                fields=["recipient"],
                condition=Q(channel="inbox", read_at__isnull=True),
                name="message_unread",
            ),
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state__in=["queued", "sending"]),
                name="message_to_deliver",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def has_no_address(self) -> bool:
        """Nothing was tried, because the person has no mail address."""
        return self.state == self.State.FAILED and self.attempts == 0

    @property
    def is_wanted(self) -> bool:
        """Is there still somebody, and something, to send it to?"""
        return (self.recipient is None or self.recipient.is_active) and (
            self.endpoint is None or self.endpoint.is_active
        )
