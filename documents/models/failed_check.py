from django.db import models


class FailedCheck(models.Model):
    """Somebody asked for a code or a file that is none, from an address that is kept as its hash."""

    caller = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["caller", "at"], name="failed_check_by_caller")]

    def __str__(self) -> str:
        return f"{self.at}"
