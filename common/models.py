from django.db import models


class RehearsalClock(models.Model):
    """The one row that ties business time to machine time while a rehearsal clock is on."""

    machine_at = models.DateTimeField()
    business_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.business_at:%Y-%m-%d %H:%M}"


class WrongGuess(models.Model):
    """Somebody asked for something secret that is none, from an address that is kept as its hash."""

    purpose = models.CharField(max_length=40)
    caller = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["caller", "at"], name="wrong_guess_by_caller")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.at}"
