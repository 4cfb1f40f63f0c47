"""The deputy's own page: no sign-in, no account, nothing from elsewhere.

The link's code stands behind the `#` and comes here only in the body of a POST. Whoever is signed in
is refused: a rating is no account's business.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import clock
from common.callers import caller_of
from common.errors import PortalError
from common.typed import typed_text
from replies.errors import NotByAccountError, WrongCodeError
from replies.forms import CodeForm, RatingForm
from replies.letters import addressed, letter_text
from replies.models import Letter
from replies.selectors import letters_of, rating_owed
from replies.services.rating import WRONG_CODES, letter_by_code, submit_rating

View = Callable[[HttpRequest], HttpResponse]


def by_deputies_only(view: View) -> View:
    """Wrong codes are counted here, after the refusal has undone its own transaction; the form that
    they came in is given again.
    """

    @login_not_required
    @sensitive_post_parameters()
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            raise NotByAccountError
        try:
            return view(request)
        except WrongCodeError as refusal:
            WRONG_CODES.note(caller=caller_of(request), now=clock.now())
            return _code_again(request, refusal)

    return guarded


@by_deputies_only
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
def rate(request: HttpRequest) -> HttpResponse:
    """The code, then the letter with the sheet to fill in. Nothing is consumed by looking."""
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "replies/rate_code.html", {"form": form}, status=status)
    code = form.cleaned_data["code"]
    try:
        letter = letter_by_code(code=code, caller=caller_of(request), now=clock.now())
    except WrongCodeError:
        raise  # to be counted
    except PortalError as refusal:
        return _code_again(request, refusal)
    return _sheet(request, letter, RatingForm(initial={"code": code}))


@by_deputies_only
@require_POST
@sensitive_variables()
def submit(request: HttpRequest) -> HttpResponse:
    form, caller = RatingForm(request.POST), caller_of(request)
    if form.is_valid():
        submit_rating(
            code=form.cleaned_data["code"],
            caller=caller,
            content=form.content(),
            now=clock.now(),
        )
        return redirect("rated")
    letter = letter_by_code(code=request.POST.get("code", ""), caller=caller, now=clock.now())
    return _sheet(request, letter, form, status=422)


@by_deputies_only
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    return render(request, "replies/rated.html")


def _code_again(request: HttpRequest, refusal: PortalError) -> HttpResponse:
    """With the code as it was typed, to be compared with the sheet of paper, and with an opinion that
    was written while a new sheet took the place of this one.
    """
    form = CodeForm(request.POST)
    form.full_clean()
    form.add_error(None, str(refusal))
    context = {"form": form, "typed": typed_text(request)}
    return render(request, "replies/rate_code.html", context, status=refusal.status)


def _sheet(
    request: HttpRequest, letter: Letter, form: RatingForm, *, status: int = 200
) -> HttpResponse:
    owed = rating_owed(letter.reply)
    context = {
        "text": letter_text(letter.reply),
        "reply": letter.reply,
        "to": addressed(letter, len(letters_of(letter.reply))),
        "due_on": owed and owed.due_on,
        "form": form,
    }
    return render(request, "replies/rate.html", context, status=status)
