from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from motions.models import Plan
from supervision.models.answered import MOST_WORDS
from supervision.words import DIFFICULTY_WORDS, choices_of
from supervision.workflow import DIFFICULTY_ENDED, DifficultyStatus
from tasks.models import Task
from units.models import Government, Unit

# In one order, so that the constraint reads the same every time.
ENDED_STATUSES = sorted(status.value for status in DIFFICULTY_ENDED)


class DifficultyQuerySet(models.QuerySet["Difficulty"]):
    def open(self) -> Self:
        return self.filter(ended_at__isnull=True)


class Difficulty(models.Model):
    """What keeps a unit from going on with a leaf. Never deleted, and its words never changed:
    what is added to them, decided and answered stands in its events.
    """

    government = models.ForeignKey(Government, models.PROTECT, related_name="difficulties")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="difficulties")
    task = models.ForeignKey(Task, models.PROTECT, related_name="difficulties")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="difficulties")
    token = models.UUIDField(
        null=True, editable=False, help_text="Of the form it was reported with: once a form."
    )
    what = models.TextField(_("困难和问题"), max_length=MOST_WORDS)
    since_on = models.DateField(_("从何时起"))
    tried = models.TextField(_("已经做过什么"), max_length=MOST_WORDS)
    asked = models.TextField(_("请求解决什么"), max_length=MOST_WORDS)
    asked_of = models.CharField(_("请谁解决"), max_length=200)
    status = models.CharField(
        _("状态"),
        max_length=20,
        choices=choices_of(DIFFICULTY_WORDS.statuses),
        default=DifficultyStatus.WITH_OFFICE,
    )
    is_sample = models.BooleanField(_("演示数据"), default=False)
    reported_at = models.DateTimeField(_("报告时间"))
    ended_at = models.DateTimeField(_("办结时间"), null=True, blank=True)

    objects = DifficultyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("困难")
        ordering = ["reported_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "task", "token"], name="difficulty_once_a_form"
            ),
            models.CheckConstraint(
                condition=Q(status__in=ENDED_STATUSES, ended_at__isnull=False)
                | (~Q(status__in=ENDED_STATUSES) & Q(ended_at__isnull=True)),
                name="difficulty_ended_with_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.task}"
