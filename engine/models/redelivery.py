from django.db import models


class Redelivery(models.Model):
    """A message that came back because its worker was lost, and how often it has."""

    message_id = models.CharField(max_length=255, unique=True)
    times = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.message_id} {self.times}"
