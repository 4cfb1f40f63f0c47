from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engine import selectors
from engine.forms import SetAsideForm
from engine.services import letters
from engine.words import job_words
from units.access import access_for

ROWS_A_PAGE = 20


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def run_again(request: HttpRequest, letter_id: int) -> HttpResponse:
    letter = letters.run_again(letter_id=letter_id, by=request.user, access=access_for(request))
    messages.success(request, _("已重新运行：%(job)s。") % {"job": job_words(letter.job)})
    return redirect("jobs")


@require_POST
def set_aside(request: HttpRequest, letter_id: int) -> HttpResponse:
    access = access_for(request)
    letter = selectors.letter(access, letter_id)
    form = SetAsideForm(request.POST, letter=letter)
    if not form.is_valid():
        return _page(request, form, letter_id)
    reason = form.cleaned_data["reason"]
    letters.set_aside(letter_id=letter_id, reason=reason, by=request.user, access=access)
    messages.success(request, _("已搁置：%(job)s。") % {"job": job_words(letter.job)})
    return redirect("jobs")


def _page(
    request: HttpRequest, refused: SetAsideForm | None = None, refused_id: int = 0
) -> HttpResponse:
    letter_rows = selectors.dead_letters(access_for(request))
    page = Paginator(letter_rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows = [
        (letter, refused if letter.pk == refused_id else SetAsideForm(letter=letter))
        for letter in page
    ]
    now = selectors.machine_now()
    context = {
        "jobs": [(job, job.is_running(now), job.is_late(now)) for job in selectors.jobs()],
        "page": page,
        "rows": rows,
        "machine_now": now,
        "open_count": selectors.open_letters_count(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "engine/jobs.html", context, status=status)
