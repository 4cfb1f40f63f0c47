"""督查通报: read by everybody in the plan once issued; before that written by the bureau."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import clock
from common.downloads import download
from common.errors import NotVisibleError
from common.typed import whole_number
from documents.pages import issued_panel
from motions.selectors import plan_for
from supervision.errors import SeenTextError
from supervision.exports import bulletin_docx, bulletin_filename, bulletin_pdf
from supervision.forms import BulletinForm
from supervision.models import Bulletin
from supervision.pages import events_outside, status_badge, step_buttons
from supervision.permissions import bulletin_steps, supervises
from supervision.selectors.bulletins import bulletin_for, bulletins_of
from supervision.services import bulletins as services
from supervision.services.bulletins import BulletinWords
from supervision.views.sending import take_step
from supervision.words import BULLETIN_WORDS
from supervision.workflow import BULLETIN_LIFE, BulletinAction, BulletinStatus
from units.access import access_for, person_of

STEPS: dict[str, Callable[..., Any]] = {
    BulletinAction.SEND_FOR_APPROVAL: services.send_bulletin_for_approval,
    BulletinAction.APPROVE: services.approve_bulletin,
    BulletinAction.GIVE_BACK: services.give_back_bulletin,
    BulletinAction.ISSUE: services.issue_bulletin,
    BulletinAction.DROP: services.drop_bulletin,
}

FILES: dict[str, Callable[[Bulletin], bytes]] = {"pdf": bulletin_pdf, "docx": bulletin_docx}


@require_safe
def bulletins(request: HttpRequest, plan_id: int) -> HttpResponse:
    access = access_for(request)
    plan = plan_for(access, plan_id)
    rows = bulletins_of(access, plan)
    context = {
        "plan": plan,
        "rows": [(row, status_badge(row.status, BULLETIN_WORDS)) for row in rows],
        "may_draw_up": supervises(access, plan),
    }
    return render(request, "supervision/bulletins.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def bulletin(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """Read; written while it is a draft."""
    if request.method != "POST":
        return _page(request, bulletin_id)
    services.check_writable(bulletin_for(access_for(request), bulletin_id), access_for(request))
    form = BulletinForm(request.POST)
    if not form.is_valid():
        return _page(request, bulletin_id, status=422, form=form)
    content = dict(form.cleaned_data)
    revision = content.pop("revision")
    try:
        services.write_bulletin(
            bulletin_id=bulletin_id,
            content=BulletinWords(**content),
            revision=revision,
            by=person_of(request),
            access=access_for(request),
            now=clock.now(),
        )
    except SeenTextError as conflict:
        return _page(request, bulletin_id, status=conflict.status, refusal=conflict, typed=content)
    messages.success(request, _("已保存。"))
    return redirect("bulletin", bulletin_id)


@require_POST
def step(request: HttpRequest, bulletin_id: int, action: str) -> HttpResponse:
    if action not in STEPS:
        raise NotVisibleError
    arguments: dict[str, Any] = {"bulletin_id": bulletin_id}
    if action == BulletinAction.APPROVE:
        arguments["revision"] = whole_number(request.POST.get("revision", ""))
    again = partial(_page, request, bulletin_id)
    response = take_step(request, STEPS[action], BULLETIN_LIFE[action], again, **arguments)
    return response or redirect("bulletin", bulletin_id)


@require_safe
def file(request: HttpRequest, bulletin_id: int, kind: str) -> HttpResponse:
    row = bulletin_for(access_for(request), bulletin_id)
    return download(FILES[kind](row), bulletin_filename(row), kind)


def _page(
    request: HttpRequest,
    bulletin_id: int,
    *,
    status: int = 200,
    typed: dict[str, str] | None = None,
    **extra: Any,
) -> HttpResponse:
    access = access_for(request)
    row = bulletin_for(access, bulletin_id)
    steps = bulletin_steps(access, row)
    may_write = any(step.action == BulletinAction.WRITE for step in steps)
    context = {
        "row": row,
        "plan": row.plan,
        "badge": status_badge(row.status, BULLETIN_WORDS),
        "buttons": step_buttons(
            steps, BULLETIN_WORDS, "bulletin_step", row.pk, but=(BulletinAction.WRITE,)
        ),
        "form": BulletinForm(initial=_content(row) | (typed or {})) if may_write else None,
        "is_issued": row.status == BulletinStatus.ISSUED,
        "panel": issued_panel(access, row),
        "is_bureau": supervises(access, row.plan),
        "events": events_outside(row, BULLETIN_WORDS, is_own=True),
        **extra,
    }
    return render(request, "supervision/bulletin.html", context, status=status)


def _content(row: Bulletin) -> dict[str, Any]:
    names = ("revision", "period", "overview", "laggards", "next_step")
    return {name: getattr(row, name) for name in names}
