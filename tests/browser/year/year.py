"""The year's calendar, its people at their browsers, and what must not have changed."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from playwright.sync_api import expect

from common import clock
from reminders.services import send_reminders
from tests.answering import Answering
from tests.dashboards.playing import Filer
from tests.playing import at, load, person
from tests.supervision.cast import Cast
from tests.tasks.handing import Desk
from units.demo import demo_password
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from playwright.sync_api import Locator, Page

    from common.errors import PortalError
    from tests.playing import Person

FIRST_DAY = date(2022, 3, 14)
PATIENCE = 15_000  # milliseconds
PHONE = {"width": 360, "height": 740}
# What every visit moves, whoever comes: sessions, tries to sign in, the clock itself.
OF_EVERY_VISIT = {"units.user", "units.loginattempt", "common.rehearsalclock"}


class Year:
    """`at` moves the rehearsal clock and does what beat does every morning."""

    def __init__(self, new_page: Callable[..., Page]) -> None:
        load()
        call_command("load_demo_people", verbosity=0)
        self.new_page = new_page
        self.desk = Desk()
        self.plan = self.desk.plan
        self.cast = Cast(self.plan)
        self.pages: dict[str, Page] = {}
        self.used_code = ""  # of the sheet that the unsatisfied deputy used
        for unit in Unit.objects.filter(government=self.plan.government):
            for role in (Role.CLERK, Role.HEAD):
                person(unit, role)

    # -- time --

    def at(self, day: str, hour: int = 9) -> datetime:
        clock.move_forward(at(day, hour))
        send_reminders(now=self.now)
        return self.now

    @property
    def now(self) -> datetime:
        return clock.now()

    # -- people --

    def sees(self, username: str, **options: Any) -> Page:
        """Somebody's own browser at their home page."""
        if username not in self.pages:
            page = self.new_page(accept_downloads=True, **options)
            page.goto("/login/")
            page.get_by_label("用户名").fill(username)
            page.get_by_label("密码", exact=True).fill(demo_password())
            page.get_by_role("button", name="登录").click()
            page.set_default_timeout(PATIENCE)
            self.pages[username] = page
        page = self.pages[username]
        page.goto("/")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    def filer(self, unit: str, stage: int) -> Filer:
        return Filer(self.plan, unit, stage=stage)

    def answering(self, motion: int) -> Answering:
        return Answering(self.plan, motion=motion)

    def unit(self, name: str) -> Unit:
        return Unit.objects.get(government=self.plan.government, name=name)

    def head(self, unit: str) -> Person:
        return person(self.unit(unit), Role.HEAD)

    def clerk(self, unit: str) -> Person:
        return person(self.unit(unit), Role.CLERK)

    @property
    def office(self) -> Person:
        return self.desk.office

    def by(self, who: Person) -> dict[str, Any]:
        return {"by": who.user, "access": who.access, "now": self.now}


def row(page: Page, *texts: str) -> Locator:
    found = page.get_by_role("row")
    for text in texts:
        found = found.filter(has_text=text)
    return found.first


def open_up(page: Page, summary: str) -> Locator:
    """A step that first asks for something: its summary opens it."""
    box = page.locator("details", has=page.locator("summary", has_text=summary)).first
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    return box


def everything() -> str:
    """A mark of every row there is; it changes when any of them does."""
    mark = hashlib.sha256()
    for model in apps.get_models():
        if model._meta.label_lower in OF_EVERY_VISIT or model._meta.app_label not in OWN_APPS:
            continue
        for values in model._default_manager.order_by("pk").values_list():
            mark.update(repr(values).encode())
    return mark.hexdigest()


OWN_APPS = {
    name
    for name in (config.label for config in apps.get_app_configs())
    if (settings.BASE_DIR / name).is_dir()
}


@contextmanager
def refused(error: type[PortalError] | tuple[type[PortalError], ...]) -> Iterator[None]:
    """The move is refused in words of both languages, and nothing has changed."""
    before = everything()
    with pytest.raises(error) as caught:
        yield
    said = str(caught.value)
    with translation.override("en"):
        in_english = str(caught.value)
    assert said.strip()
    assert in_english.strip()
    assert said != in_english
    assert everything() == before
