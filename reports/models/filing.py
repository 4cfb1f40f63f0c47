from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from motions.models import reviewed_by
from motions.models.plan import read_by
from reports.words import STATUS_WORDS
from reports.workflow import Status
from tasks.models import Obligation
from units.permissions import Access
from units.roles import Permission


class FilingQuerySet(models.QuerySet["Filing"]):
    def visible_to(self, access: Access) -> Self:
        """The unit's own people; office, bureau and vice mayor of its plan once it was submitted.

        The office also while it enters a paper.
        """
        own = Q(obligation__unit__in=access.units_with(Permission.FILE_REPORTS)) | Q(
            obligation__unit__in=access.units_with(Permission.SIGN_REPORTS)
        )
        above = read_by(access, "obligation__plan__")
        registrars = access.units_with(Permission.KEEP_REGISTER)
        entering = Q(status=Status.ENTERING) & reviewed_by(registrars, plan="obligation__plan__")
        return self.filter(own | entering | (above & Q(latest_version__isnull=False)))


class Filing(models.Model):
    """What one lead unit files for one stage. Its unit, plan and dates are its obligation's.

    `draft` is the version being written, `latest_version` the last one submitted and not recalled,
    `accepted_version` the one in force. The obligation's `met_at` decides on time or late.
    """

    obligation = models.OneToOneField(Obligation, models.PROTECT, related_name="filing")
    status = models.CharField(
        _("状态"),
        max_length=30,
        choices=[(s.value, w) for s, w in STATUS_WORDS.items()],
        default=Status.NOT_STARTED,
    )
    draft = models.OneToOneField(
        "reports.FilingVersion", models.PROTECT, null=True, blank=True, related_name="draft_of"
    )
    latest_version = models.OneToOneField(
        "reports.FilingVersion", models.PROTECT, null=True, blank=True, related_name="latest_of"
    )
    accepted_version = models.OneToOneField(
        "reports.FilingVersion", models.PROTECT, null=True, blank=True, related_name="accepted_of"
    )

    objects = FilingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("阶段报告")

    def __str__(self) -> str:
        return f"{self.obligation_id}"
