from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import User


class FilingVersion(models.Model):
    """One version of a filing. It is a draft until `number` is set at submission; then it is frozen.

    Names are kept as they stood at submission. `…_at` are business moments, `recorded_at` machine time.
    What the office entered from a unit's paper says who entered it (`entered_by`) and when the paper
    was received. A draft that gave way to such an entry is set aside for it, never lost.
    """

    filing = models.ForeignKey("reports.Filing", models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本号"), null=True, blank=True)
    document_number = models.CharField(_("发文字号"), max_length=100, blank=True)
    contact = models.CharField(_("联系人"), max_length=50, blank=True)
    telephone = models.CharField(_("联系电话"), max_length=50, blank=True)
    revision = models.PositiveIntegerField(default=0)
    cover_revision = models.PositiveIntegerField(default=0)
    unit_name = models.CharField(_("报送单位"), max_length=200, blank=True)
    writers = models.ManyToManyField(User, related_name="+")
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sent_by_name = models.CharField(_("经办人"), max_length=50, blank=True)
    sent_at = models.DateTimeField(_("送审签时间"), null=True, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    signed_by_name = models.CharField(_("审签人"), max_length=120, blank=True)
    submitted_at = models.DateTimeField(_("报送时间"), null=True, blank=True)
    opened_at = models.DateTimeField(_("打开审核时间"), null=True, blank=True)
    decided_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    recalled_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    is_sample = models.BooleanField(_("演示数据"), default=False)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    entered_by_name = models.CharField(_("代录人"), max_length=50, blank=True)
    received_at = models.DateTimeField(_("纸质件收到时间"), null=True, blank=True)
    set_aside_at = models.DateTimeField(_("搁置时间"), null=True, blank=True)
    set_aside_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="set_aside"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("报告版本")
        constraints = [
            models.UniqueConstraint(fields=["filing", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["filing"],
                condition=models.Q(number__isnull=True, set_aside_at__isnull=True),
                name="one_draft_a_filing",
            ),
            models.CheckConstraint(
                condition=models.Q(number__isnull=True, submitted_at__isnull=True)
                | models.Q(number__isnull=False, submitted_at__isnull=False),
                name="version_numbered_when_submitted",
            ),
            models.CheckConstraint(
                condition=models.Q(entered_by__isnull=True, received_at__isnull=True)
                | models.Q(entered_by__isnull=False, received_at__isnull=False),
                name="version_entered_says_when_received",
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number or '—'}"

    @property
    def arrived_at(self) -> datetime | None:
        """What decides on time or late: the paper's receipt, or else the submission."""
        return self.received_at or self.submitted_at
