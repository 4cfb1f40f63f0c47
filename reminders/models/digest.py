from django.db import models

from units.models import Government


class DigestWeek(models.Model):
    """For which weeks a government's digests were written. Who writes the row writes the digests."""

    government = models.ForeignKey(Government, models.CASCADE, related_name="digest_weeks")
    week = models.CharField(max_length=8)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["government", "week"], name="digest_week_once")
        ]

    def __str__(self) -> str:
        return self.week
