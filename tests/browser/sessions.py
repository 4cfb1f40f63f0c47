"""People who are signed in already; the way in by the form is test_walk's and test_newcomer's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import Client

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from units.models import User


def let_in(page: Page, site: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    give_cookies(page, site, client)


def give_cookies(page: Page, site: str, client: Client) -> None:
    page.context.add_cookies(
        [
            {"name": name, "value": cookie.value, "url": site}
            for name, cookie in client.cookies.items()
        ]
    )
