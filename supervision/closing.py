"""What of supervision is open, before a plan can be archived: also where nobody owes a step just now."""

from django.urls import reverse
from django.utils.translation import gettext as _

from motions.closing import OpenThing, OpenThings
from motions.models import Plan
from supervision.models import Difficulty, Notice


def open_things(plan: Plan) -> list[OpenThings]:
    difficulties = Difficulty.objects.open().filter(plan=plan).select_related("unit", "task")
    notices = Notice.objects.open().filter(plan=plan)
    sorts = [
        OpenThings(
            _("没有解决的困难"),
            tuple(OpenThing(str(r), reverse("difficulty", args=[r.pk])) for r in difficulties),
        ),
        OpenThings(
            _("没有销号的督办件"),
            tuple(OpenThing(str(r), reverse("notice", args=[r.pk])) for r in notices),
        ),
    ]
    return [row for row in sorts if row.things]
