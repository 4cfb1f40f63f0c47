"""Changes to who owes what."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from tasks.models import Obligation
from units.models import Unit
from units.services import merge_unit


@transaction.atomic
def merge_units(*, unit: Unit, into: Unit, on: date) -> Unit:
    """The unit ends: its people go on in the other, which owes from now on what was still owed.

    What the unit met stays its own.
    """
    merged = merge_unit(unit=unit, into=into, on=on)
    owed = Obligation.objects.open().filter(unit=unit).select_for_update().order_by("pk")
    for obligation in owed:
        obligation.unit = into
        obligation.reason = _("%(unit)s自 %(on)s 并入%(into)s") % {
            "unit": unit,
            "on": on,
            "into": into,
        }
        obligation.save()
    return merged
