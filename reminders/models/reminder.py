from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.models import Endpoint, Message
from reminders.models.rule import Audience, ReminderRule
from tasks.models import Obligation
from units.models import Government, User

# Owed by an office or the bureau itself, whoever else of its unit there is.
OF_AN_OFFICE = frozenset(
    {
        Obligation.Kind.REVIEW,
        Obligation.Kind.REASSIGNMENT,
        Obligation.Kind.DIFFICULTY,
        Obligation.Kind.INSTRUCTION_CHECK,
        Obligation.Kind.NOTICE_CHECK,
        Obligation.Kind.NOTICE_CLOSING,
        Obligation.Kind.NOTICE_REVIEW,
    }
)

# Between the date and the number of the sending, in the occasion of what was sent again.
AGAIN = "#"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def in_state(self, state: str) -> Self:
        """Those whose `state` is this one."""
        told = Q(decision=Reminder.Decision.TELL, message__state=state)
        if state == Reminder.State.SKIPPED:
            return self.filter(decision=Reminder.Decision.SKIPPED)
        if state == Reminder.State.CANCELLED:
            return self.filter(told | Q(decision=Reminder.Decision.DROPPED))
        return self.filter(told)


class Reminder(models.Model):
    """The ledger: one person or endpoint was to be told once, over one channel, by one rule, of one date.

    `occasion` is the date in force, so that a new date starts the rungs anew; each round of a
    return is an obligation of its own. What a person sends again is an occasion of its own,
    `2022-08-31#2`, with who asked for it and why. Delivery stands in the message, which several
    rows share.
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
    recipient = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    endpoint = models.ForeignKey(
        Endpoint, models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    audience = models.CharField(_("身份"), max_length=10, choices=Audience)
    channel = models.CharField(_("渠道"), max_length=10, choices=Message.Channel)
    decision = models.CharField(max_length=10, choices=Decision)
    message = models.ForeignKey(
        Message, models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    sent_again_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="reminders_sent_again"
    )
    reason = models.CharField(_("重发理由"), max_length=300, blank=True)
    run = models.UUIDField(help_text="The sweep that wrote the row.")
    created_at = models.DateTimeField(_("生成时间"))
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("提醒记录")
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "occasion", "rule", "recipient", "channel"],
                condition=Q(endpoint__isnull=True),
                name="reminder_once",
            ),
            models.UniqueConstraint(
                fields=["obligation", "occasion", "rule", "endpoint"],
                condition=Q(endpoint__isnull=False),
                name="reminder_once_an_endpoint",
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False) | Q(endpoint__isnull=False),
                name="reminder_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(decision="skipped") | Q(message__isnull=True),
                name="reminder_skipped_without_message",
            ),
        ]
        indexes = [models.Index(fields=["run"], name="reminder_run")]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.occasion} {self.rule_id} {self.channel}"

    @property
    def state(self) -> "Reminder.State":
        """The message's while it says this, or else why it does not."""
        if self.decision == self.Decision.SKIPPED:
            return self.State.SKIPPED
        if self.decision == self.Decision.DROPPED or self.message is None:
            return self.State.CANCELLED
        return self.State(self.message.state)

    @property
    def is_still_due(self) -> bool:
        """Is it still owed, and still by that date?"""
        owed = self.obligation
        return owed.is_open and owed.due_on == self.told_of

    @property
    def told_of(self) -> date:
        """The date that was in force when it was noted."""
        return date.fromisoformat(self.occasion.partition(AGAIN)[0])

    @property
    def is_own_work(self) -> bool:
        """Does the recipient have to do it, or only to know of it?"""
        if self.audience == Audience.VICE_MAYOR:
            return self.obligation.kind == Obligation.Kind.INSTRUCTING
        if self.obligation.kind in OF_AN_OFFICE:
            return True
        return self.audience not in {Audience.OFFICE, Audience.BUREAU}
