from datetime import date

from django.db import models
from django.db.models import Q

from tasks.models import Obligation
from units.models import Government

# Before every date that anything can be owed by.
AT_ONCE = date(2000, 1, 1)


class Wake(models.Model):
    """On which day a sweep has to look at what is owed: that of its next rung.

    Bookkeeping, so that a sweep reads what is due that day and not what exists. `on` is empty when
    no rung is left; `looked_at` is the machine moment of the last look.
    """

    # Without a constraint: PostgreSQL would lock the obligation for it, and wait for whoever files it.
    obligation = models.OneToOneField(
        Obligation, models.CASCADE, primary_key=True, related_name="wake", db_constraint=False
    )
    government = models.ForeignKey(Government, models.CASCADE, related_name="+")
    on = models.DateField(null=True, default=AT_ONCE)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # Which governments have anything due, and then what is due in a few of them.
            models.Index(
                fields=["on", "government"], condition=Q(on__isnull=False), name="wake_on"
            ),
            models.Index(
                fields=["government", "on"],
                condition=Q(on__isnull=False),
                name="wake_government_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.on}"
