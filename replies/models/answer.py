from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from replies.models.reply import CLASSES, Reply
from tasks.models import Task
from units.models import User


class Answer(models.Model):
    """One numbered answer of a reply. `revision` grows with every save, so that two writers notice."""

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="answers")
    order = models.PositiveSmallIntegerField(_("序号"))
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="+")
    heading = models.CharField(_("标题"), max_length=200)
    text = models.TextField(_("答复内容"), max_length=20_000, blank=True)
    answer_class = models.CharField(_("类别"), max_length=1, choices=CLASSES, blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("逐项答复")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.heading
