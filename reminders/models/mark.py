from django.db import models


class SweepMark(models.Model):
    """How far sweeps have read what changed: history by machine time, posts by business day."""

    name = models.CharField(max_length=40, unique=True)
    seen_until = models.DateTimeField()
    posts_until = models.DateField()

    def __str__(self) -> str:
        return f"{self.name} {self.seen_until}"
