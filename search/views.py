from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from search.asking import asked
from search.hits import Hit
from search.kinds import KINDS
from search.kinds.units import other_names
from search.matching import Piece
from search.selectors import (
    MOST,
    ON_A_UNIT,
    Group,
    filings_of,
    found,
    found_at_once,
    notices_of,
    people_of,
    unit_for,
    work_of,
)
from units.access import access_for


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    question = asked(request.GET.get("q", ""))
    kind = request.GET.get("kind", "")
    kind = kind if kind in {each.name for each in KINDS} else ""
    groups = []
    if question.can_be_found:
        page = request.GET.get("page", "1")
        groups = found(access_for(request), question.words, kind=kind, page=page)
    context = {
        "asked": question,
        "kind": kind,
        "kind_words": next((each.words for each in KINDS if each.name == kind), ""),
        "kinds": KINDS,
        "groups": groups,
        "shown": [group for group in groups if not kind or group.name == kind],
        "most": MOST,
    }
    return render(request, "search/search.html", context)


@require_safe
def search_at_once(request: HttpRequest) -> JsonResponse:
    """For the palette, while somebody types."""
    question = asked(request.GET.get("q", ""))
    groups: list[dict[str, Any]] = []
    if question.can_be_found:
        access = access_for(request)
        groups = [_as_data(group, question.text) for group in found_at_once(access, question.words)]
    return JsonResponse({"problem": str(question.problem), "groups": groups})


def _as_data(group: Group, text: str) -> dict[str, Any]:
    more = f"{reverse('search')}?{urlencode({'q': text, 'kind': group.name})}"
    return {
        "words": str(group.words),
        "hits": [_hit_as_data(hit) for hit in group.hits],
        "more": more if group.is_more else "",
    }


def _hit_as_data(hit: Hit) -> dict[str, Any]:
    return {
        "title": _pieces(hit.title),
        "text": _pieces(hit.text),
        "note": hit.note,
        "address": hit.address,
    }


def _pieces(pieces: tuple[Piece, ...] | list[Piece]) -> list[list[str | bool]]:
    return [[piece.text, piece.is_hit] for piece in pieces]


@require_safe
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    access = access_for(request)
    row = unit_for(access, unit_id)
    context = {
        "unit": row,
        "other_names": other_names(row),
        "tasks": list(work_of(access, row)),
        "filings": Paginator(filings_of(access, row), ON_A_UNIT).page(1),
        "notices": Paginator(notices_of(access, row), ON_A_UNIT).get_page(request.GET.get("page")),
        "posts": list(people_of(access, row)),
    }
    return render(request, "search/unit.html", context)
