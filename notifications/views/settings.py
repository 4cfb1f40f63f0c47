"""What each person chooses for themselves, and the link by which a digest is stopped."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from common import clock
from common.errors import InvalidError, NotVisibleError, PortalError
from notifications.choosing import choose, settings_of, stop_digest
from notifications.endpoints import own_number, set_own_number, switch
from notifications.forms import NumberForm, OwnSettingsForm
from notifications.models import Endpoint, Message
from notifications.preferences import preferences_for
from notifications.trying import Tried, latest_mail_test, try_endpoint, try_mail
from notifications.unsubscribing import whose
from units.access import access_for, person_of

TRIED = (Message.Channel.MAIL, Message.Channel.SMS)


@require_http_methods(["GET", "HEAD", "POST"])
def own_settings(request: HttpRequest) -> HttpResponse:
    row = settings_of(person_of(request))
    form = OwnSettingsForm(request.POST or None, initial=OwnSettingsForm.initial_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            choose(by=person_of(request), choices=form.choices())
        except InvalidError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("接收设置已保存。"))
            return redirect("delivery_settings")
    return _page(request, form=form)


@require_POST
def own_mobile(request: HttpRequest) -> HttpResponse:
    """One's own number: entered, replaced or switched off."""
    form = NumberForm(request.POST)
    if "remove" in request.POST:
        if endpoint := own_number(person_of(request)):
            switch(endpoint=endpoint, is_active=False)
        messages.success(request, _("手机号已停用，不再发短信。"))
        return redirect("delivery_settings")
    if form.is_valid():
        try:
            set_own_number(
                by=person_of(request),
                access=access_for(request),
                number=form.cleaned_data["mobile"],
                now=clock.now(),
            )
        except InvalidError as refusal:
            form.add_error("mobile", str(refusal))
        else:
            messages.success(request, _("手机号已保存；可以发一条测试短信。"))
            return redirect("delivery_settings")
    return _page(request, number_form=form)


@require_POST
def try_own(request: HttpRequest, channel: str) -> HttpResponse:
    endpoint = own_number(person_of(request))
    if channel not in TRIED or (channel == Message.Channel.SMS and endpoint is None):
        raise NotVisibleError
    try:
        tell(request, _tried(request, endpoint if channel == Message.Channel.SMS else None))
    except PortalError as refusal:
        return _page(request, refusal=refusal)
    return redirect("delivery_settings")


def _tried(request: HttpRequest, endpoint: Endpoint | None) -> Tried:
    if endpoint is None:
        return try_mail(by=person_of(request), now=clock.now())
    return try_endpoint(endpoint=endpoint, by=person_of(request), now=clock.now())


def tell(request: HttpRequest, tried: Tried) -> None:
    """The other side's own words, either way."""
    facts = {
        "words": tried.words or _("（没有答复文字）"),
        "seconds": f"{tried.took.total_seconds():.1f}",
    }
    if tried.was_taken:
        messages.success(
            request, _("测试消息已被接收，用时 %(seconds)s 秒。对方答复：%(words)s") % facts
        )
    else:
        messages.error(
            request, _("测试消息没有送到，用时 %(seconds)s 秒。对方答复：%(words)s") % facts
        )


def _page(
    request: HttpRequest,
    *,
    form: OwnSettingsForm | None = None,
    number_form: NumberForm | None = None,
    refusal: PortalError | None = None,
) -> HttpResponse:
    user = person_of(request)
    row = settings_of(user)
    is_refused = refusal or any(f is not None and f.is_bound for f in (form, number_form))
    hours = preferences_for(user_ids=[user.pk], endpoints=[], today=clock.today())
    context = {
        "form": form or OwnSettingsForm(initial=OwnSettingsForm.initial_of(row)),
        "number_form": number_form or NumberForm(),
        "number": own_number(user),
        "email": user.email,
        "mail_test": latest_mail_test(user),
        "hours": hours.hours(user_id=user.pk),
        "refusal": refusal,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render(request, "notifications/settings.html", context, status=status)


@login_not_required
@csrf_exempt  # mail programs ask by POST without ever having seen the page: RFC 8058
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    user_id = whose(token)
    if request.method == "POST":
        stop_digest(user_id=user_id)
    context = {"token": token, "is_done": request.method == "POST"}
    return render(request, "notifications/unsubscribe.html", context)
