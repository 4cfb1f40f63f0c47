from django.db import models


class RehearsalClock(models.Model):
    """The one row that ties business time to machine time while a rehearsal clock is on."""

    machine_at = models.DateTimeField()
    business_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.business_at:%Y-%m-%d %H:%M}"
