from django.db import models


class WorkerBeat(models.Model):
    """When a worker last finished a job of its name, in machine time."""

    name = models.CharField(max_length=100, unique=True)
    ticked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.ticked_at}"
