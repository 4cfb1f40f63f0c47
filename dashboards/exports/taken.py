"""Who takes a document out, for which units they may read what was filed, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from units.models import Unit, User
from units.permissions import Access
from units.roles import Permission


@dataclass(frozen=True)
class Taken:
    by: User
    units: Sequence[Unit]
    at: datetime

    def __str__(self) -> str:
        names = _("、").join(unit.name_on(timezone.localdate(self.at)) for unit in self.units)
        return f"{names} {self.by}".strip()


def taken_by(user: User, access: Access, at: datetime) -> Taken:
    units = Unit.objects.filter(pk__in=access.units_with(Permission.READ_SUBMITTED))
    return Taken(user, tuple(units.prefetch_related("former_names").order_by("pk")), at)
