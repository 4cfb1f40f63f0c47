"""What of the work that the plan itself sets is open, before the plan can be archived."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from motions.closing import OpenThing, OpenThings
from motions.models import Deadline, Plan
from motions.words import stage_words
from reports.models import Filing
from reports.workflow import AT_THE_OFFICE
from tasks.closings import leaf_closings, stage_closings
from tasks.models import Extension, Obligation, Task
from tasks.workflow import ExtensionStatus

Kind = Obligation.Kind
# What units may leave open for good: closing a stage has said so, or it goes on beyond the year. The
# rating is asked for with its reply.
NOT_IN_THE_WAY = (
    Kind.FILING,
    Kind.PART,
    Kind.SIGN_OFF,
    Kind.CORRECTION,
    Kind.RECEIPT,
    Kind.CONTRIBUTION,
    Kind.CO_SIGNATURE,
    Kind.RATING,
    Kind.PROMISE,
)


def open_things(plan: Plan) -> list[OpenThings]:
    page = reverse("closing", args=[plan.pk])
    found = {
        _("未结账的阶段"): _stages(plan, page),
        _("未办结的事项"): _leaves(plan, page),
        _("在办公室的报告"): _filings(plan),
        _("未了的事项"): _duties(plan),
        _("没有答复的延期申请"): _extensions(plan),
    }
    sorts = [OpenThings(sort, tuple(things)) for sort, things in found.items()]
    return [row for row in sorts if row.things]


def _stages(plan: Plan, page: str) -> Iterator[OpenThing]:
    stages = plan.deadlines.filter(kind=Deadline.Kind.REPORT)
    for row in stages.exclude(pk__in=stage_closings(plan).values("deadline")):
        yield OpenThing(stage_words(row.due_on), f"{page}#stage-{row.pk}")


def _leaves(plan: Plan, page: str) -> Iterator[OpenThing]:
    leaves = Task.objects.filter(plan=plan).leaves()
    for row in leaves.exclude(pk__in=leaf_closings(plan).values("task")):
        yield OpenThing(row.number, f"{page}#leaf-{row.pk}")


def _filings(plan: Plan) -> Iterator[OpenThing]:
    filings = Filing.objects.filter(obligation__plan=plan, status__in=AT_THE_OFFICE)
    for row in filings.select_related("obligation__unit"):
        yield OpenThing(str(row.obligation.unit), reverse("filing", args=[row.pk]))


def _duties(plan: Plan) -> Iterator[OpenThing]:
    duties = Obligation.objects.open().filter(plan=plan).exclude(kind__in=NOT_IN_THE_WAY)
    for row in duties.select_related("unit"):
        yield OpenThing(f"{row.unit} {row.get_kind_display()}")


def _extensions(plan: Plan) -> Iterator[OpenThing]:
    asked = Extension.objects.filter(obligation__plan=plan, status=ExtensionStatus.ASKED)
    for row in asked.select_related("obligation__unit"):
        yield OpenThing(str(row.obligation.unit), reverse("extension", args=[row.pk]))
