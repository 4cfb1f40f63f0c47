"""What a deputy says of a reply. Registered in no admin site: nobody but the deputy writes it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from replies.models.letter import Letter
from replies.models.reply import Reply
from replies.words import VERDICT_WORDS
from units.models import User

VERDICTS = [(v.value, w) for v, w in VERDICT_WORDS.items()]


class RatingLink(models.Model):
    """A one-time link to rate one letter. The code itself is nowhere: only its SHA-256 is kept."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="links")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("评价链接")
        constraints = [
            models.UniqueConstraint(
                fields=["letter"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_rating_link_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}"


class Rating(models.Model):
    """Attitude and result apart, with words. Written once, whole, and never again."""

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="rating")
    attitude = models.CharField(_("办理态度"), max_length=20, choices=VERDICTS)
    result = models.CharField(_("办理结果"), max_length=20, choices=VERDICTS)
    words = models.TextField(_("意见和建议"), max_length=5_000, blank=True)
    submitted_at = models.DateTimeField(_("提交时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("代表评价")

    def __str__(self) -> str:
        return f"{self.letter_id}"


class Assessment(models.Model):
    """What experts found after a deputy was not satisfied with the second answer either."""

    reply = models.OneToOneField(Reply, models.PROTECT, related_name="assessment")
    experts = models.CharField(_("评估人员"), max_length=300)
    assessed_on = models.DateField(_("评估日期"))
    conclusion = models.TextField(_("评估结论"), max_length=5_000)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("专家评估")

    def __str__(self) -> str:
        return f"{self.assessed_on}"
