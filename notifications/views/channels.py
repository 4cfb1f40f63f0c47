"""Robots, webhooks and quiet hours, for the administrator."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common import clock
from common.errors import InvalidError, NotAllowedError, PortalError
from notifications.choosing import set_hours
from notifications.endpoints import (
    add_endpoint,
    managed,
    managed_endpoint,
    replace_target,
    switch,
)
from notifications.forms import EndpointForm, HoursForm, TargetForm
from notifications.permissions import governments_managed, manages_channels
from notifications.preferences import QUIET
from notifications.selectors import hours_rows, people_in, units_in
from notifications.trying import try_endpoint
from notifications.views.settings import tell
from units.access import access_for, person_of
from units.selectors import governments_named


@require_http_methods(["GET", "HEAD", "POST"])
def channels(request: HttpRequest) -> HttpResponse:
    access = access_for(request)
    if not manages_channels(access):
        raise NotAllowedError
    governments = governments_managed(access)
    form = EndpointForm(
        request.POST or None,
        units=units_in(governments),
        people=people_in(governments, clock.today()),
    )
    if request.method == "POST" and form.is_valid() and _added(request, form):
        return redirect("channels")
    context = {"form": form, "rows": managed(access)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "notifications/channels.html", context, status=status)


def _added(request: HttpRequest, form: EndpointForm) -> bool:
    data = form.cleaned_data
    try:
        add_endpoint(
            access=access_for(request),
            owner=form.chosen(),
            kind=data["kind"],
            name=data["name"],
            target=form.typed(),
            now=clock.now(),
        )
    except InvalidError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("“%s”已登记；请发一条测试消息。") % data["name"])
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def channel(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """One of them, and a new address for it."""
    endpoint = managed_endpoint(access_for(request), endpoint_id)
    form = TargetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            replace_target(endpoint=endpoint, target=form.typed())
        except InvalidError as refusal:
            form.add_error("target", str(refusal))
        else:
            messages.success(request, _("地址已更换；请发一条测试消息。"))
            return redirect("channel", endpoint_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "endpoint": endpoint}
    return render(request, "notifications/channel.html", context, status=status)


@require_POST
def channel_switch(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    endpoint = managed_endpoint(access_for(request), endpoint_id)
    is_active = request.POST.get("to") == "on"
    switch(endpoint=endpoint, is_active=is_active)
    words = _("“%s”已启用。") if is_active else _("“%s”已停用，不再往那里发。")
    messages.success(request, words % endpoint)
    return redirect("channels")


@require_POST
def channel_test(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    endpoint = managed_endpoint(access_for(request), endpoint_id)
    try:
        tell(request, try_endpoint(endpoint=endpoint, by=person_of(request), now=clock.now()))
    except PortalError as refusal:
        messages.error(request, str(refusal))
    return redirect("channel", endpoint_id)


@require_http_methods(["GET", "HEAD", "POST"])
def quiet_hours(request: HttpRequest) -> HttpResponse:
    access = access_for(request)
    if not manages_channels(access):
        raise NotAllowedError
    governments = governments_managed(access)
    form = HoursForm(
        request.POST or None,
        governments=governments_named(governments),
        units=units_in(governments),
    )
    if request.method == "POST" and form.is_valid() and _hours_set(request, form):
        return redirect("quiet_hours")
    context = {"form": form, "rows": hours_rows(governments), "default": QUIET}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "notifications/quiet_hours.html", context, status=status)


def _hours_set(request: HttpRequest, form: HoursForm) -> bool:
    data = form.cleaned_data
    try:
        set_hours(
            access=access_for(request),
            owner=form.chosen(),
            quiet_from=data["quiet_from"],
            quiet_until=data["quiet_until"],
        )
    except InvalidError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("免打扰时间已保存。"))
    return True
