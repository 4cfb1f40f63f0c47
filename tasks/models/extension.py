from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from motions.models.plan import read_by
from tasks.models.obligation import Obligation
from tasks.words import EXTENSION_WORDS
from tasks.workflow import ExtensionStatus
from units.models import Government, User
from units.permissions import Access


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def visible_to(self, access: Access) -> Self:
        """The unit's own people, and who reads the whole plan."""
        return self.filter(
            Q(obligation__unit__in=access.units) | read_by(access, "obligation__plan__")
        )


class Extension(models.Model):
    """A unit asks for a later day for what it owes. `from_on` was in force when it asked.

    `granted_on` is the day the office set, which may be another than the one asked for.
    """

    government = models.ForeignKey(Government, models.PROTECT, related_name="extensions")
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="extensions")
    status = models.CharField(
        _("状态"),
        max_length=20,
        choices=[(s.value, w) for s, w in EXTENSION_WORDS.statuses.items()],
        default=ExtensionStatus.ASKED,
    )
    from_on = models.DateField(_("现行期限"))
    asked_on = models.DateField(_("申请延至"))
    reason = models.TextField(_("理由"), max_length=5_000)
    asked_at = models.DateTimeField(_("申请时间"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    granted_on = models.DateField(_("同意延至"), null=True, blank=True)
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    is_sample = models.BooleanField(_("演示数据"), default=False)

    objects = ExtensionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("延期申请")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation"], condition=Q(status="asked"), name="extension_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.obligation} → {self.asked_on}"
