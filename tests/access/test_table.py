"""Every address × every role, against the table; and no address is missing from the table."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from common import middleware
from common.official import pdf
from tests.access import table
from tests.access.scene import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.access.scene import Scene

pytestmark = pytest.mark.django_db

FOUND = HTTPStatus.FOUND


@pytest.fixture(scope="module", autouse=True)
def without_words_and_papers() -> Iterator[None]:
    """Only the status counts here: a refusal takes as long to set as a page, two thousand times, a
    paper a second. What they say is read in tests/pages, tests/exports and test_secrets.
    """

    def bare(_request: HttpRequest, _template: str, _context: object, *, status: int):
        return HttpResponse(status=status)

    with mock.patch.object(middleware, "render", bare), mock.patch.object(pdf, "pdf_of", blank):
        yield


def blank(*_html: object) -> bytes:
    return b"%PDF-1.7"


def rows(text: str) -> Iterator[tuple[str, list[str], list[int]]]:
    """Name, what stands in the address, and the statuses in the order of the roles."""
    for line in text.strip().splitlines():
        name, *rest = line.split()
        places = rest.pop(0).split(",") if rest and not rest[0].isdecimal() else []
        yield name, places, [int(status) for status in rest]


def address(scene: Scene, name: str, places: list[str]) -> str:
    return reverse(name, args=[scene.numbers.get(place, place) for place in places])


def check(scene: Scene, text: str, method: str, data: dict[str, str]) -> None:
    """Everything that was answered differently, at once."""
    wrong = []
    for name, places, expected in rows(text):
        assert len(expected) == len(ROLES), name
        for role, status in zip(ROLES, expected, strict=True):
            with transaction.atomic():
                answer = scene.ask(role, address(scene, name, places), method, data=data)
                transaction.set_rollback(True)
            if answer.status != status:
                place = f"{method} {name} {','.join(places)}"
                wrong.append(f"{place} by {role}: {answer.status}, expected {status}")
    if wrong:
        pytest.fail("\n".join(wrong))


def test_get(scene):
    check(scene, table.GET, "get", {})


def test_post(scene):
    check(scene, table.POST, "post", {"button": "1"})


def test_nothing_is_changed_by_asking_for_an_address(scene):
    for name, places, _statuses in rows(table.ONLY_POST):
        for role in ROLES:
            answer = scene.ask(role, address(scene, name, places))
            expected = FOUND if role == "anonymous" else HTTPStatus.METHOD_NOT_ALLOWED
            assert answer.status == expected, (name, role)


@pytest.mark.parametrize("method", ["trace", "put", "patch", "delete"])
def test_methods_that_no_page_uses_are_refused(scene, method):
    for name, places, _statuses in rows(table.GET):
        for role in ("anonymous", "clerk"):
            answer = scene.ask(role, address(scene, name, places), method)
            assert answer.status == HTTPStatus.METHOD_NOT_ALLOWED, (name, role)


def test_who_is_not_signed_in_is_sent_to_the_sign_in_page_and_back(scene):
    for name, places, statuses in rows(table.GET):
        if statuses[0] == FOUND:
            place = address(scene, name, places)
            answer = scene.ask("anonymous", place)
            assert "login/?next=/" in answer.location, place


def test_another_citys_addresses_do_not_exist(scene):
    """Not for its own city's sake: the numbers are right, the people are wrong."""
    for role in set(ROLES) - {"anonymous", "other_city"}:
        for name, places, _statuses in rows(table.GET):
            if places and places[0] == "plan":
                here = reverse(
                    name,
                    args=[
                        scene.numbers["plan_abroad"],
                        *(scene.numbers.get(p, p) for p in places[1:]),
                    ],
                )
                assert scene.ask(role, here).status == HTTPStatus.NOT_FOUND, (name, role)


def names_of(resolver: URLResolver) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name"
            yield entry.name
        elif entry.app_name == "admin":
            yield "admin:index"
        else:
            yield from names_of(entry)


def test_no_address_is_missing_from_the_table():
    in_the_table = {name for text in (table.GET, table.POST) for name, *_rest in rows(text)}
    assert set(names_of(get_resolver())) == in_the_table | table.FOR_MACHINES
