from typing import Self

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.models import Message
from reminders.models.rule import ReminderRule
from tasks.models import Obligation
from units.models import Government, User


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def with_state(self) -> Self:
        """`state`: the message's while it says this, or else why it does not."""
        return self.annotate(
            state=Case(
                When(decision=Reminder.Decision.TELL, then=F("message__state")),
                When(decision=Reminder.Decision.SKIPPED, then=Value(Reminder.State.SKIPPED)),
                default=Value(Reminder.State.CANCELLED),
                output_field=models.CharField(),
            )
        )


class Reminder(models.Model):
    """The ledger: one person was to be told once, over one channel, by one rule, of one date.

    `occasion` is the date in force, so that a new date starts the rungs anew; each round of a
    return is an obligation of its own. Delivery stands in the message, which several rows share.
    """

    class Decision(models.TextChoices):
        TELL = "tell", _("提醒")
        SKIPPED = "skipped", _("略过")  # a later rung had come by then
        DROPPED = "dropped", _("取消")  # met, withdrawn or re-dated before it was sent

    class State(models.TextChoices):
        QUEUED = "queued", _("待发送")
        SENDING = "sending", _("发送中")
        SENT = "sent", _("已发送")
        FAILED = "failed", _("发送失败")
        SKIPPED = "skipped", _("已略过")
        CANCELLED = "cancelled", _("已取消")

    government = models.ForeignKey(Government, models.PROTECT, related_name="reminders")
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="reminders")
    occasion = models.CharField(_("所指期限"), max_length=40)
    rule = models.ForeignKey(ReminderRule, models.PROTECT, related_name="reminders")
    recipient = models.ForeignKey(User, models.PROTECT, related_name="reminders")
    channel = models.CharField(_("渠道"), max_length=10, choices=Message.Channel)
    decision = models.CharField(max_length=10, choices=Decision)
    message = models.ForeignKey(
        Message, models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    run = models.UUIDField(help_text="The sweep that wrote the row.")
    created_at = models.DateTimeField(_("生成时间"))
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("提醒记录")
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "occasion", "rule", "recipient", "channel"],
                name="reminder_once",
            ),
            models.CheckConstraint(
                condition=~Q(decision="skipped") | Q(message__isnull=True),
                name="reminder_skipped_without_message",
            ),
        ]
        indexes = [models.Index(fields=["run"], name="reminder_run")]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.occasion} {self.rule_id} {self.channel}"
