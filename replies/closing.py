"""What of replies is open, before a plan can be archived: deputies who may still rate, experts to hear."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from motions.closing import OpenThing, OpenThings
from motions.models import Plan
from replies.models import Reply
from replies.workflow import Status
from tasks.models import Obligation


def open_things(plan: Plan) -> list[OpenThings]:
    """Where no deputies' office is on the portal, no rating was begun and none is waited for."""
    running = Obligation.objects.open().filter(plan=plan, kind=Obligation.Kind.RATING)
    replies = Reply.objects.filter(obligation__plan=plan).select_related("obligation__motion")
    found = {
        _("评价还没有结束的答复"): replies.filter(obligation__in=running.values("parent")),
        _("等待专家评估的答复"): replies.filter(status=Status.TO_ASSESS),
    }
    sorts = [OpenThings(sort, _things(rows)) for sort, rows in found.items()]
    return [row for row in sorts if row.things]


def _things(rows: Iterable[Reply]) -> tuple[OpenThing, ...]:
    return tuple(
        OpenThing(str(row.obligation.motion), reverse("reply", args=[row.obligation_id]))
        for row in rows
    )
