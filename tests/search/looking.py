"""Reading the pages of the search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

if TYPE_CHECKING:
    from units.models import User


def page_of(user: User, words: str, **asked: str) -> BeautifulSoup:
    client = Client()
    client.force_login(user)
    response = client.get(reverse("search"), {"q": words, **asked})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def hits_of(page: BeautifulSoup) -> dict[str, list[str]]:
    """By kind: the titles of what was found."""
    return {
        section.h2["id"].removeprefix("kind-"): [
            link.get_text() for link in section.select(".hit__title")
        ]
        for section in page.select("section.hits")
    }


def found(user: User, words: str, **asked: str) -> dict[str, list[str]]:
    return hits_of(page_of(user, words, **asked))


def at_once(user: User, words: str) -> dict[str, Any]:
    client = Client()
    client.force_login(user)
    response = client.get(reverse("search_at_once"), {"q": words})
    assert response.status_code == 200
    return response.json()


def addresses(data: dict[str, Any]) -> list[str]:
    return [hit["address"] for group in data["groups"] for hit in group["hits"]]
