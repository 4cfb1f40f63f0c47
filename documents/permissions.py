"""Who issues in a unit's name, and who stores a scan. Who reads is said by the rows themselves."""

from documents.kinds import ISSUERS, Kind
from documents.models import IssuedDocument
from motions.models import Plan
from motions.permissions import can_keep_register
from units.permissions import Access


def may_issue(access: Access, kind: Kind, unit_id: int) -> bool:
    """The app that asks decides first, and may be stricter."""
    issuers = ISSUERS.get(kind)
    return issuers is None or any(access.has(permission, unit_id) for permission in issuers)


def may_store_scan(access: Access, document: IssuedDocument, plan: Plan) -> bool:
    """Who issued it, or the office that keeps the plan's register."""
    kind = Kind(document.kind)
    own = kind in ISSUERS and may_issue(access, kind, document.unit_id)
    return own or can_keep_register(access, plan)
