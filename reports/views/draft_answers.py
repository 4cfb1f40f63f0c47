"""What saving as one types and uploading are answered: JSON for the page's scripts."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.errors import EditConflictError
from reports.models import ContributionVersion, Filing, Part
from reports.pages import filing_view, place_of
from units.access import access_for


def saved_answer(request: HttpRequest, filing: Filing, saved: Part) -> JsonResponse:
    return JsonResponse({"revision": saved.revision, **_state(request, filing, saved)})


def files_answer(request: HttpRequest, filing: Filing, saved: Part) -> JsonResponse:
    """Without a revision: what is typed meanwhile was written over nobody's words."""
    context = {"part": saved, "filing": filing}
    files = render_to_string("reports/_attachments_form.html", context, request)
    return JsonResponse({"files": files, **_state(request, filing, saved)})


def saved_contribution_answer(draft: ContributionVersion) -> JsonResponse:
    return JsonResponse({"revision": draft.revision, "words": _saved_words(draft.saved_at)})


def conflict_answer(conflict: EditConflictError) -> JsonResponse:
    return JsonResponse({"words": str(conflict), "conflict": True}, status=conflict.status)


def refused_answer(form: forms.BaseForm, status: int) -> JsonResponse:
    found = [error for errors in form.errors.values() for error in errors]
    words = _("还没有保存：%s") % _("；").join(map(str, found))
    fields = {name: list(map(str, errors)) for name, errors in form.errors.items()}
    return JsonResponse({"words": words, "fields": fields}, status=status)


def _state(request: HttpRequest, filing: Filing, saved: Part) -> dict[str, Any]:
    """How the part and the whole filing stand now."""
    view = filing_view(access_for(request), filing)
    part_view = view.parts[place_of(view, saved.pk)]
    context = {"view": view, "filing": filing, "current": saved.pk}
    return {
        "words": _saved_words(saved.saved_at),
        "warnings": [{"key": w.key, "words": w.words} for w in part_view.warnings],
        "progress": {
            name: render_to_string(f"reports/_progress_{name}.html", context, request)
            for name in ("line", "list")
        },
    }


def _saved_words(at: datetime) -> str:
    return _("已保存 %s") % f"{timezone.localtime(at):%H:%M}"
