from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from replies.models.answer import Answer
from replies.words import PROMISE_STATUS_WORDS
from replies.workflow import PromiseStatus
from tasks.models import Obligation
from units.models import Government, Unit, User


class Promise(models.Model):
    """Something a reply promises. Marked in the draft; owed and tracked once the reply is issued.

    `due_on` is the date in the letter; the date in force is its obligation's.
    """

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="promises")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("承诺内容"), max_length=500)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="promises")
    due_on = models.DateField(_("承诺期限"))
    obligation = models.OneToOneField(
        Obligation, models.PROTECT, null=True, blank=True, related_name="promise"
    )
    status = models.CharField(
        _("状态"),
        max_length=20,
        choices=[(s.value, w) for s, w in PROMISE_STATUS_WORDS.items()],
        default=PromiseStatus.MARKED,
    )
    entered_at = models.DateTimeField(_("列入台账时间"), null=True, blank=True)
    kept_at = models.DateTimeField(_("销号时间"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("承诺事项")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def due_in_force(self) -> date:
        return self.obligation.due_on if self.obligation else self.due_on


class PromiseDate(models.Model):
    """A date of a promise, in force from a moment on. Rows are only ever added."""

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="dates")
    due_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.due_on}"
