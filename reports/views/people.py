"""A unit's own affairs: who signs for the head, who takes over from whom."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common import clock
from common.errors import NotAllowedError
from common.typed import whole_number
from reports.errors import DelegationRefusedError, HandoverRefusedError
from reports.forms import DelegationForm
from reports.leaving import handovers, keeps_people, leavers
from reports.people import delegate_posts, delegation_rows
from reports.services.delegating import give_delegation, revoke_delegation
from reports.services.leaving import hand_over
from units.access import access_for, person_of


@require_http_methods(["GET", "HEAD", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """The unit's people read the list; its head delegates."""
    access, today = access_for(request), clock.today()
    if not access.working_units or (request.method == "POST" and not access.heads()):
        raise NotAllowedError
    posts = delegate_posts(access, today)
    form = DelegationForm(request.POST or None, posts=posts, initial={"from_on": today})
    if request.method == "POST" and form.is_valid() and _given(request, form):
        return redirect("delegations")
    context = {
        "form": form if access.heads() else None,
        "has_posts": bool(posts),
        "rows": delegation_rows(access, today),
    }
    return render(
        request, "reports/delegations.html", context, status=422 if form.is_bound else 200
    )


def _given(request: HttpRequest, form: DelegationForm) -> bool:
    data = form.cleaned_data
    try:
        given = give_delegation(
            post_id=int(data["post"]),
            by=person_of(request),
            access=access_for(request),
            from_on=data["from_on"],
            through_on=data["through_on"],
            now=clock.now(),
        )
    except DelegationRefusedError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("已委托%s代为审签。") % given.delegate)
    return True


@require_POST
def revoke(request: HttpRequest, delegation_id: int) -> HttpResponse:
    revoke_delegation(
        delegation_id=delegation_id,
        by=person_of(request),
        access=access_for(request),
        now=clock.now(),
    )
    messages.success(request, _("委托已收回。"))
    return redirect("delegations")


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest) -> HttpResponse:
    """One row for each person with what is open in their name; one button ends the post."""
    access = access_for(request)
    if not keeps_people(access):
        raise NotAllowedError
    refusal = None
    if request.method == "POST":
        try:
            return _handed_over(request)
        except HandoverRefusedError as refused:
            refusal = refused
    context = {
        "rows": leavers(access, clock.today()),
        "handovers": handovers(access),
        "refusal": refusal,
        "refused_post": whole_number(request.POST.get("post", "")),
    }
    return render(request, "reports/handover.html", context, status=422 if refusal else 200)


def _handed_over(request: HttpRequest) -> HttpResponse:
    done = hand_over(
        post_id=whole_number(request.POST.get("post", "")),
        successor_id=whole_number(request.POST.get("successor", "")),
        by=person_of(request),
        access=access_for(request),
        now=clock.now(),
    )
    names = {"leaver": done.leaver, "successor": done.successor}
    messages.success(request, _("%(leaver)s 的工作已由 %(successor)s 接手。") % names)
    return redirect("handover")
