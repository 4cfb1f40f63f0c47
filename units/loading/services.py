"""Comparing what was handed in with what is there, and writing what was confirmed."""

from datetime import date

from django.db import transaction

from common.differences import Difference, check_confirmed
from common.errors import NotVisibleError
from units.loading.people import ComparedPeople, compare_people, write_people
from units.loading.tables import PEOPLE, UNITS
from units.loading.units import ComparedUnits, compare_units, write_units
from units.loading.uploads import locked_upload, mark_confirmed, unpacked, upload_for
from units.models import Government, Upload, User
from units.permissions import Access
from units.roles import Permission


def managed_government(access: Access, government_id: int) -> Government:
    """One whose units and people this person keeps; others do not exist for them."""
    if government_id not in access.governments_with(Permission.MANAGE_REFERENCE_DATA):
        raise NotVisibleError
    return Government.objects.get(pk=government_id)


def difference_of(upload: Upload, *, by: User, today: date) -> Difference:
    return _compared(upload, by, today).difference


def reference_upload(
    *, purpose: Upload.Purpose, government_id: int, by: User, upload_id: int
) -> Upload:
    subject = str(government_id)
    return upload_for(purpose=purpose, subject=subject, by=by, upload_id=upload_id)


@transaction.atomic
def confirm_upload(
    *,
    purpose: Upload.Purpose,
    government_id: int,
    upload_id: int,
    seal: str,
    by: User,
    access: Access,
    today: date,
) -> Difference:
    """Compared again while nobody else changes units or people of the government by a file."""
    government = managed_government(access, government_id)
    Government.objects.select_for_update(no_key=True).get(pk=government.pk)
    subject = str(government_id)
    upload = locked_upload(purpose=purpose, subject=subject, by=by, upload_id=upload_id)
    compared = _compared(upload, by, today)
    difference = compared.difference
    check_confirmed(difference, seal)
    if isinstance(compared, ComparedUnits):
        write_units(compared)
    else:
        write_people(compared)
    mark_confirmed(upload)
    return difference


def _compared(upload: Upload, by: User, today: date) -> ComparedPeople | ComparedUnits:
    if upload.purpose == Upload.Purpose.UNITS:
        return compare_units(upload.government, unpacked(upload, UNITS))
    return compare_people(upload.government, unpacked(upload, PEOPLE), by=by, today=today)
