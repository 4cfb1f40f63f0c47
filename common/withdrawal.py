"""What a changed plan no longer says: it stays, marked with the moment, because things refer to it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class InForceManager(models.Manager[Any]):
    """Rows that hold. What was withdrawn is asked for by `with_withdrawn`."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(withdrawn_at__isnull=True)


class Withdrawable(models.Model):
    """`objects`, and with it every relation back to these rows, leaves out what was withdrawn."""

    withdrawn_at = models.DateTimeField(_("撤销时间"), null=True, blank=True, editable=False)

    objects = InForceManager()
    with_withdrawn = models.Manager()  # noqa: DJ012 - a manager, not a field

    class Meta:
        abstract = True
