from django.http import HttpRequest

from common import clock
from common.appearance import Appearance, appearance_of


def portal(request: HttpRequest) -> dict[str, object]:
    """What the frame of every page needs."""
    moment = clock.now()
    return {
        "is_rehearsal": clock.is_rehearsal(),
        "business_now": moment,
        "appearance": appearance_of(request),
        "appearances": Appearance.choices,
    }
