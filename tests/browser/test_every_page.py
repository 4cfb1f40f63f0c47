"""Every page of the access table, as everybody who may open it, at three widths in both languages.

Empty as on the first day, full as with the sample filings. What these lack is opened in the scene of
the access table: a page joins by its row there. PICTURES=folder keeps a picture of each, to be looked
at one by one.
"""

from __future__ import annotations

import os
import re
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as project
from django.test import Client
from django.urls import reverse

from documents.codes import new_code
from documents.models import IssuedDocument
from documents.selectors import issued_bytes
from notifications.selectors import MAILBOX_BACKEND
from tests import states
from tests.access.scene import set_scene
from tests.browser.layout import ill_laid
from tests.browser.markup import faults_of
from tests.browser.sessions import give_cookies
from tests.browser.weight import too_heavy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.http import HttpResponse
    from playwright.sync_api import Page, Response
    from pytest_django.fixtures import Settings
    from pytest_django.live_server_helper import LiveServer

    from tests.access.scene import Scene
    from tests.states import Visit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.full,
    pytest.mark.usefixtures("english_catalogue"),
]

PICTURES = os.environ.get("PICTURES", "")
PHONE, DESKTOP, WALL = 360, 1280, 1920
ENLARGED = 320  # a desk at 400 %
HEIGHT = 900
TOO_WIDE = """() => {
  const page = document.documentElement;
  return page.scrollWidth - page.clientWidth;
}"""
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# Without it a colour would be measured on its way to that of another palette.
STILL = {"reduced_motion": "reduce"}
# What another palette can change: 4.5 : 1 in the dark, 7 : 1 in high contrast.
CONTRAST = {"dark": "color-contrast", "contrast": "color-contrast-enhanced"}


CONTENT = re.compile(r"<main.*</main>", re.DOTALL)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


class Visitor:
    """One person at a browser of their own."""

    def __init__(self, page: Page, site: str, client: Client, name: str) -> None:
        """`name` begins those of the pictures."""
        self.page, self.site, self.client, self.name = page, site, client, name
        give_cookies(page, site, client)
        self.refused: list[str] = []
        self.seen_so_far = 0
        page.on("response", self.note)

    def note(self, response: Response) -> None:
        if response.status >= HTTPStatus.BAD_REQUEST:
            self.refused.append(f"{response.status} {response.url}")

    def findings(self, address: str, known: set[str]) -> Iterator[str]:
        """What says the same to several people is looked at once; everybody's frame is, too."""
        answer = self.client.get(address)
        if answer.status_code != HTTPStatus.OK:
            yield f"answers {answer.status_code}"
        elif is_page(answer):
            html = answer.content.decode()
            yield from faults_of(html)
            yield from too_heavy(html)
            if not self.seen_so_far or content_of(html) not in known:
                yield from self.seen(address)
            known.add(content_of(html))
        answer.close()

    def seen(self, address: str) -> Iterator[str]:
        self.refused.clear()
        self.page.goto(address)
        if self.page.url != self.site + address:
            yield f"leads to {self.page.url}"
        yield from self.looked_at()
        yield from self.refused

    def looked_at(self) -> Iterator[str]:
        """What is open now, however one came there."""
        self.seen_so_far += 1
        self.page.evaluate(Axe().axe_script)  # the page's own policy does not hold for this
        for width in (WALL, ENLARGED, PHONE, DESKTOP):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            if (pixels := self.page.evaluate(TOO_WIDE)) > 0:
                yield f"scrolls sideways by {pixels} px at {width} px"
            yield from (f"{words} at {width} px" for words in ill_laid(self.page))
            if PICTURES and width != ENLARGED:
                self.page.screenshot(path=self.picture(width), full_page=True)
            if width in {PHONE, DESKTOP}:  # what has more room, or less, has nothing else
                yield from (f"{words} at {width} px" for words in self.inaccessible(AXE_OPTIONS))
        if not self.page.locator("link[href*='css/site']").count():
            return  # Django's own pages have Django's own palettes
        for theme, rule in CONTRAST.items():
            self.page.evaluate("theme => {document.documentElement.dataset.theme = theme}", theme)
            options = AXE_OPTIONS | {"runOnly": {"type": "rule", "values": [rule]}}
            yield from (f"{words} in {theme}" for words in self.inaccessible(options))

    def picture(self, width: int) -> Path:
        address = self.page.url.removeprefix(self.site).strip("/").replace("/", "-") or "home"
        language = self.page.locator("html").get_attribute("lang")
        name = f"{self.name}-{self.seen_so_far:03}-{address[:80]}-{width}-{language}.png"
        return Path(PICTURES) / name

    def inaccessible(self, options: dict[str, object]) -> Iterator[str]:
        result = self.page.evaluate("options => axe.run(options)", options)
        for fault in result["violations"]:
            first, *_others = fault["nodes"]
            yield f"{fault['id']} x{len(fault['nodes'])} {first['html'][:200]}"


def is_page(answer: HttpResponse) -> bool:
    return answer.headers["Content-Type"].startswith("text/html")


def content_of(html: str) -> str:
    found = CONTENT.search(html)
    return TOKEN.sub("", found[0] if found else html)


def client_of(scene: Scene, role: str, language: str) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies[project.LANGUAGE_COOKIE_NAME] = language
    if role != "anonymous":
        client.force_login(scene.people[role].user)
    return client


@pytest.fixture(autouse=True)
def a_mailbox(settings: Settings) -> None:
    settings.EMAIL_BACKEND = MAILBOX_BACKEND


@pytest.fixture(params=[code for code, _name in project.LANGUAGES])
def look(
    request: pytest.FixtureRequest, new_page: Callable[..., Page], live_server: LiveServer
) -> Callable[[Scene, Iterable[Visit]], None]:
    """Fails with everything that is wrong anywhere, at once."""

    def look_around(scene: Scene, visits: Iterable[Visit]) -> None:
        visitors: dict[str, Visitor] = {}
        known: set[str] = set()
        wrong = []
        for visit in visits:
            if visit.role not in visitors:
                client = client_of(scene, visit.role, request.param)
                visitors[visit.role] = Visitor(
                    new_page(**STILL),
                    live_server.url,
                    client,
                    f"{request.node.originalname}-{visit.role}",
                )
            where = f"{visit.address} ({visit.name}) by {visit.role}"
            findings = visitors[visit.role].findings(visit.address, known)
            wrong += [f"{where}: {words}" for words in findings]
        assert visitors
        if wrong:
            pytest.fail("\n".join(wrong), pytrace=False)

    return look_around


def test_on_the_first_day(look: Callable[..., None]) -> None:
    scene = states.first_day()
    look(scene, states.visits(scene))


def test_with_the_sample_filings(look: Callable[..., None]) -> None:
    scene = states.demo()
    look(scene, states.visits(scene))


def test_what_the_sample_filings_lack(look: Callable[..., None]) -> None:
    scene = set_scene()
    look(scene, states.visits(scene, lacking_in_the_demo=True))


@pytest.mark.parametrize("language", [code for code, _name in project.LANGUAGES])
def test_what_the_public_check_answers(
    language: str, new_page: Callable[..., Page], live_server: LiveServer
) -> None:
    """By its form, since each answer is one to a code or a file that was sent."""
    scene = set_scene()
    document = IssuedDocument.objects.get(pk=scene.numbers["issued"])
    issued = issued_bytes(document)
    asked = {
        "nothing": ("", b""),
        "a code": (document.code, b""),
        "no code": (new_code(), b""),
        "the file": ("", issued),
        "a changed file": ("", issued + b"x"),
        "code and changed file": (document.code, issued + b"x"),
    }
    page, wrong = new_page(**STILL), []
    visitor = Visitor(page, live_server.url, client_of(scene, "anonymous", language), "check")
    for name, (code, content) in asked.items():
        page.goto(live_server.url + reverse("verify"))
        page.fill("input[name=code]", code)
        if content:
            file = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": content}
            page.set_input_files("input[name=file]", file)
        page.click("main form button")
        page.wait_for_selector("main .notice")
        found = [*faults_of(page.content()), *visitor.looked_at()]
        wrong += [f"{name}: {words}" for words in found]
    assert wrong == []
