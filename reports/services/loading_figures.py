"""Figures from a workbook are saved as if they had been typed: same guards, same revision, same trace."""

from datetime import date, datetime

from django.db import transaction

from common.differences import Difference, check_confirmed
from reports.loading.figures import ComparedFigures, compare_figures
from reports.loading.tables import FIGURES, MILESTONES
from reports.models import Filing
from reports.services.drafting import save_part
from reports.services.steps import check_editable, local_day, locked_filing
from units.loading.uploads import locked_upload, mark_confirmed, unpacked, upload_for
from units.models import Upload, User
from units.permissions import Access


def figures_upload(*, filing_id: int, by: User, upload_id: int) -> Upload:
    return upload_for(
        purpose=Upload.Purpose.FIGURES, subject=str(filing_id), by=by, upload_id=upload_id
    )


def figures_difference(filing: Filing, upload: Upload, *, today: date) -> Difference:
    return _compared(filing, upload, today).difference


@transaction.atomic
def load_figures(
    *, filing_id: int, upload_id: int, seal: str, by: User, access: Access, now: datetime
) -> Difference:
    """Compared once more with the draft as it is now, its filing locked: what was seen is written."""
    upload = locked_upload(
        purpose=Upload.Purpose.FIGURES, subject=str(filing_id), by=by, upload_id=upload_id
    )
    filing = locked_filing(filing_id, access)
    check_editable(filing, access)
    compared = _compared(filing, upload, local_day(now))
    difference = compared.difference
    check_confirmed(difference, seal)
    for part, content in compared.changed_parts():
        save_part(
            part_id=part.pk,
            by=by,
            access=access,
            revision=part.revision,
            content=content,
            now=now,
        )
    mark_confirmed(upload)
    return difference


def _compared(filing: Filing, upload: Upload, today: date) -> ComparedFigures:
    figures, milestones = unpacked(upload, FIGURES), unpacked(upload, MILESTONES)
    return compare_figures(filing, figures, milestones, today=today)
