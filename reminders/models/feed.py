from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models import Unit, User


class CalendarFeed(models.Model):
    """The secret address at which a calendar program reads what one person, or one unit, owes.

    Only the token's SHA-256 is kept. `created_at` and `revoked_at` are business moments;
    `changed_at` is machine time: when a fetch last found other content, for `Last-Modified`.
    """

    user = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="calendar_feeds"
    )
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="calendar_feeds"
    )
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("生成时间"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="calendar_feeds_made")
    last_fetched_on = models.DateField(_("最近读取"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="calendar_feeds_revoked"
    )
    content_sha256 = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("日历订阅")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, unit__isnull=True)
                | Q(user__isnull=True, unit__isnull=False),
                name="calendar_feed_of_one",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="calendar_feed_revoked_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(user__isnull=False, revoked_at__isnull=True),
                name="calendar_feed_one_a_person",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(unit__isnull=False, revoked_at__isnull=True),
                name="calendar_feed_one_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user or self.unit)
