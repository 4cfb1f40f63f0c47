from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engine.words import job_words
from units.models import User

MOST_ARGUMENTS, MOST_ERROR, MOST_TRACE, MOST_REASON = 500, 500, 4000, 500


class DeadLetterQuerySet(models.QuerySet["DeadLetter"]):
    def open(self) -> Self:
        return self.filter(state=DeadLetter.State.OPEN)

    def standing(self) -> Self:
        """Those that a further failure of the same kind adds to."""
        return self.filter(state__in=STANDING)


class DeadLetter(models.Model):
    """A job that failed for good, kept until somebody has said what becomes of it. Machine time.

    The same failure again counts on in the same row. What is kept is free of secrets: `masking`.
    """

    class Cause(models.TextChoices):
        FAILED = "failed", _("运行出错")
        TIMED_OUT = "timed_out", _("超过时限")
        LOST = "lost", _("进程多次中断")
        UNREADABLE = "unreadable", _("消息无法读取")
        UNKNOWN = "unknown", _("没有这项任务")

    class State(models.TextChoices):
        OPEN = "open", _("待处理")
        MADE_UP = "made_up", _("后来已补办")
        RUN_AGAIN = "run_again", _("已重新运行")
        SET_ASIDE = "set_aside", _("已搁置")

    job = models.CharField(_("任务"), max_length=200)
    arguments = models.CharField(_("参数"), max_length=MOST_ARGUMENTS, blank=True)
    payload = models.JSONField(
        null=True, help_text="Arguments to run it again with; none where they were cut or masked."
    )
    cause = models.CharField(_("原因"), max_length=12, choices=Cause)
    error = models.CharField(_("错误信息"), max_length=MOST_ERROR, blank=True)
    trace = models.TextField(_("出错位置"), max_length=MOST_TRACE, blank=True)
    fingerprint = models.CharField(max_length=64)
    times = models.PositiveIntegerField(_("次数"), default=0)
    first_at = models.DateTimeField(_("第一次"))
    last_at = models.DateTimeField(_("最近一次"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_by_name = models.CharField(_("处理人"), max_length=120, blank=True)
    decided_at = models.DateTimeField(_("处理时间"), null=True)
    reason = models.CharField(_("搁置理由"), max_length=MOST_REASON, blank=True)

    objects = DeadLetterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("失败的任务")
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(state__in=["open", "made_up"]),
                name="dead_letter_once",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="dead_letter_decided_with_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["job"], condition=Q(state="open"), name="dead_letter_open"),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.cause}"

    @property
    def job_words(self) -> str:
        return job_words(self.job)

    @property
    def can_run_again(self) -> bool:
        return self.payload is not None


STANDING = (DeadLetter.State.OPEN, DeadLetter.State.MADE_UP)
