from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import Government, User


class EventQuerySet(models.QuerySet["Event"]):
    def of(self, subject: models.Model) -> Self:
        return self.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk)


class Event(models.Model):
    """One step in the life of anything that has a status. Rows are only ever added.

    `at` is the business moment, `recorded_at` machine time. The subject is named and not referred to,
    so that one table serves every app, also those above this one.
    """

    government = models.ForeignKey(Government, models.PROTECT, related_name="events")
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    action = models.CharField(_("动作"), max_length=40)
    from_status = models.CharField(max_length=40)
    to_status = models.CharField(max_length=40)
    reason = models.TextField(_("理由"), blank=True, max_length=5_000)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("经手人"), max_length=120)
    at = models.DateTimeField(_("时间"))
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("经过")
        ordering = ["pk"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="event_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind}/{self.subject_id} {self.action}"
