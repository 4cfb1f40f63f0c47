"""From what is owed to the thing it is owed for."""

from common.errors import NotVisibleError
from supervision.duties import subject_id_of
from tasks.models import Obligation
from units.permissions import Access


def subject_of_duty(access: Access, obligation_id: int, *kinds: str) -> int:
    owed = Obligation.objects.filter(
        pk=obligation_id, kind__in=kinds, government__in=access.governments
    ).first()
    if owed is None:
        raise NotVisibleError
    return subject_id_of(owed)
