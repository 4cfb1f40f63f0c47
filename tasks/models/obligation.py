from datetime import date
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from motions.models import Deadline, Motion, Plan
from tasks.models.task import Task
from units.models import Government, Unit

LONGEST_REASON = 500


class ObligationQuerySet(models.QuerySet["Obligation"]):
    def in_force(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def open(self) -> Self:
        """Owed and not met."""
        return self.in_force().filter(met_at__isnull=True)


class Obligation(models.Model):
    """Something a unit owes by a day. Everything owed is a row here, of whatever kind.

    `key` names what is owed within the plan and makes generation repeatable. `original_due_on` is
    the printed date, `due_on` the date in force; a deadline ends at 24:00 of that day. Lateness is
    computed from `met_at`, never stored. Rows are re-dated or withdrawn with a reason, never deleted.
    """

    class Kind(models.TextChoices):
        FILING = "filing", _("阶段报告")
        PART = "part", _("事项报告")
        SIGN_OFF = "sign_off", _("审签")
        REVIEW = "review", _("审核")
        CORRECTION = "correction", _("退回补正")
        REPLY = "reply", _("答复代表")
        RECEIPT = "receipt", _("签收")
        REASSIGNMENT = "reassignment", _("重新交办")
        CONTRIBUTION = "contribution", _("函告")
        CO_SIGNATURE = "co_signature", _("会签")
        DIFFICULTY = "difficulty", _("困难问题处理")
        DIFFICULTY_WORDS = "difficulty_words", _("困难补充说明")
        INSTRUCTION = "instruction", _("批示办理")
        INSTRUCTING = "instructing", _("困难批示")
        INSTRUCTION_CHECK = "instruction_check", _("批示结果确认")
        NOTICE = "notice", _("督办答复")
        NOTICE_CHECK = "notice_check", _("督办核查")
        NOTICE_CLOSING = "notice_closing", _("观察期满销号")
        NOTICE_REVIEW = "notice_review", _("督办复核")
        RATING = "rating", _("代表评价")
        REPLY_CO_SIGNATURE = "reply_co_signature", _("答复会签")
        SECOND_REPLY = "second_reply", _("重新办理")
        ASSESSMENT = "assessment", _("专家评估")
        PROMISE = "promise", _("承诺事项")

    government = models.ForeignKey(Government, models.PROTECT, related_name="obligations")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="obligations")
    plan_version = models.PositiveSmallIntegerField(default=1)
    key = models.CharField(max_length=200)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="obligations")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    deadline = models.ForeignKey(
        Deadline, models.PROTECT, null=True, blank=True, related_name="obligations"
    )
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="obligations"
    )
    motion = models.ForeignKey(
        Motion, models.PROTECT, null=True, blank=True, related_name="obligations"
    )
    original_due_on = models.DateField(_("原定期限"))
    due_on = models.DateField(_("现行期限"))
    met_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    reason = models.CharField(_("变更理由"), max_length=LONGEST_REASON, blank=True)

    objects = ObligationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("应办事项")
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="obligation_once")]
        indexes = [
            models.Index(fields=["unit", "due_on"], name="obligation_my_work"),
            models.Index(
                fields=["due_on"],
                condition=models.Q(met_at__isnull=True, withdrawn_at__isnull=True),
                name="obligation_open_by_date",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_open(self) -> bool:
        return self.met_at is None and self.withdrawn_at is None

    def was_met_late(self) -> bool:
        return self.met_at is not None and self.met_on > self.due_on

    @property
    def met_on(self) -> date:
        """The local day of `met_at`."""
        return timezone.localdate(self.met_at)


# What comes from the plan alone. Everything else owed is opened by somebody's step.
PLANNED = frozenset(
    {
        Obligation.Kind.FILING,
        Obligation.Kind.PART,
        Obligation.Kind.CONTRIBUTION,
        Obligation.Kind.CO_SIGNATURE,
        Obligation.Kind.REPLY,
    }
)
