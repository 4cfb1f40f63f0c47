from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from motions.models import Plan
from supervision.models.answered import MOST_WORDS, Answered
from supervision.words import LEVEL_WORDS, NOTICE_WORDS, REVIEW_WORDS, choices_of
from supervision.workflow import ENDED, ReviewStatus, Status
from tasks.models import Obligation, Task
from units.models import Government, Unit, User

# In one order, so that the constraint reads the same every time.
ENDED_STATUSES = sorted(status.value for status in ENDED)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def open(self) -> Self:
        return self.filter(ended_at__isnull=True)


class Notice(Answered):
    """督办件: one unit is supervised for one cause, up one path of colours, until it is closed.

    `cause` names what it is about: an obligation, or a leaf behind its pace. `level` is the colour in
    force; each paper that went out is a `NoticeIssue`.
    """

    government = models.ForeignKey(Government, models.PROTECT, related_name="notices")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="notices")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="notices")
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="notices")
    cause = models.CharField(max_length=40)
    owed = models.ForeignKey(
        Obligation, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    title = models.CharField(_("事由"), max_length=600)
    level = models.CharField(_("级别"), max_length=10, choices=choices_of(LEVEL_WORDS))
    status = models.CharField(
        _("状态"),
        max_length=20,
        choices=choices_of(NOTICE_WORDS.statuses),
        default=Status.OPEN,
    )
    is_sample = models.BooleanField(_("演示数据"), default=False)
    opened_at = models.DateTimeField(_("发出时间"))
    watch_until = models.DateField(_("观察期至"), null=True, blank=True)
    ended_at = models.DateTimeField(_("销号时间"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("督办件")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "cause"],
                condition=Q(ended_at__isnull=True),
                name="notice_open_once_a_cause",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ENDED_STATUSES, ended_at__isnull=False)
                | (~Q(status__in=ENDED_STATUSES) & Q(ended_at__isnull=True)),
                name="notice_ended_with_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NoticeIssue(models.Model):
    """One chase or notice as it went out. Rows are only ever added."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="issues")
    number = models.PositiveSmallIntegerField()
    level = models.CharField(_("级别"), max_length=10, choices=choices_of(LEVEL_WORDS))
    document_number = models.CharField(_("发文字号"), max_length=100, blank=True)
    text = models.TextField(_("督办内容"), max_length=MOST_WORDS)
    due_on = models.DateField(_("答复期限"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_name = models.CharField(_("发出人"), max_length=120)
    issued_at = models.DateTimeField(_("发出时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("督办通知")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="notice_issue_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {timezone.localdate(self.issued_at)}"


class NoticeReview(models.Model):
    """复核: the unit asks for one issue to be looked at again by somebody else, once an issue."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="notice_reviews")
    issue = models.OneToOneField(NoticeIssue, models.PROTECT, related_name="review")
    reason = models.TextField(_("申请复核的理由"), max_length=MOST_WORDS)
    asked_by_name = models.CharField(_("申请人"), max_length=120)
    asked_at = models.DateTimeField(_("申请时间"))
    status = models.CharField(
        _("状态"),
        max_length=20,
        choices=choices_of(REVIEW_WORDS.statuses),
        default=ReviewStatus.ASKED,
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("督办复核")

    def __str__(self) -> str:
        return f"{self.issue}"
