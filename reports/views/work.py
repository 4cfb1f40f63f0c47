from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from common import clock
from reports.co_signatures import to_co_sign
from reports.contributions import open_cards
from reports.leaving import keeps_people
from reports.services.drafting import start_filing
from reports.work import Place, replies_due, work_of
from tasks.duties import duty_groups, promised_plans
from units.access import access_for, person_of


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    access = access_for(request)
    items = work_of(access, today)
    groups = {place.value: [item for item in items if item.place == place] for place in Place}
    replies = replies_due(access, today)
    cards, duties = open_cards(access, today), duty_groups(access, today)
    waiting = to_co_sign(access, today)
    others = {"to_co_sign": waiting, "contribution_cards": cards, "duty_groups": duties}
    mine = [
        *(item.due for item in items if item.is_mine and item.place == Place.NOW),
        *(reply.due for reply in replies if reply.is_mine),
        *(card.due for card in cards if card.is_turn_of(access)),
        *(row.due for row in waiting if row.is_mine),
        *(group.due for group in duties for duty in group.duties if duty.turn.step),
    ]
    context = {
        "groups": groups,
        "mine": mine,
        "nearest": min(mine, key=lambda due: due.on, default=None),
        "replies": replies,
        "has_other_work": any(others.values())
        or any(reply.obligation.is_open for reply in replies),
        **others,
        "works_for_a_unit": bool(access.working_units),
        "plans": list({item.obligation.plan_id: item.obligation.plan for item in items}.values()),
        "promised_plans": promised_plans(access),
        "keeps_people": keeps_people(access),
    }
    return render(request, "reports/my_work.html", context)


@require_POST
def start(request: HttpRequest, obligation_id: int) -> HttpResponse:
    filing = start_filing(
        obligation_id=obligation_id,
        by=person_of(request),
        access=access_for(request),
        now=clock.now(),
    )
    return redirect("filing", filing.pk)
