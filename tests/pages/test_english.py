"""The pages in English: nothing of the portal's own words is left in Chinese.

All data is first put into private-use characters, one for each Chinese one; whatever Chinese an English
page still shows, down to a comma of full width, then comes from code and templates.
"""

from __future__ import annotations

import re
from datetime import date
from http import HTTPStatus
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings as project
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from notifications.models import Message
from notifications.selectors import MAILBOX_BACKEND
from tests import states
from tests.access import table
from tests.access.scene import ROLES, Scene, set_scene
from tests.access.test_table import FOUND, address, rows
from tests.playing import FIRST_DAY, Player, at, load
from units import demo as demo_people
from units.admin import site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from units.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_catalogue")]

# Chinese characters, Chinese punctuation, full-width forms. The blank of full width is no word.
CHINESE = re.compile(r"[\u3001-\u303f\u4e00-\u9fff\uff00-\uffef]+")
PRIVATE = 0xF0000
# Papers, which stay Chinese; files as they were uploaded; a page for developers.
FILES = ("_pdf", "_docx", "_xlsx")
NOT_PAGES = frozenset(
    {"attachment", "gallery"}
    | {name for name, _places, _statuses in rows(table.GET) if name.endswith(FILES)}
)
NUMBER_AS_TYPED = re.compile(r"“汴.〔2022〕7号”")
QUOTED = re.compile(r"'[^']*'|“[^”]*”|[〔〕〓]|清单\.csv")
CATALOGUE = project.BASE_DIR / "locale" / "en" / "LC_MESSAGES" / "django.po"
# A switch names each language in itself.
LANGUAGE_NAMES = {name for _code, name in project.LANGUAGES}


@pytest.fixture(autouse=True)
def mailbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = MAILBOX_BACKEND


@pytest.fixture
def scene(settings: Any, quick_press: None) -> Scene:
    settings.REHEARSAL_CLOCK = date(2022, 9, 1)
    scene = set_scene()
    hide_data()
    return scene


def hidden(value: Any) -> Any:
    if isinstance(value, str):
        return CHINESE.sub(lambda found: "".join(chr(PRIVATE + ord(c)) for c in found[0]), value)
    if isinstance(value, list):
        return [hidden(item) for item in value]
    if isinstance(value, dict):
        return {hidden(key): hidden(item) for key, item in value.items()}
    return value


def let_all_rows_change() -> None:
    """Also those that are only ever added, until the transaction of the test is rolled back."""
    migration = import_module("documents.migrations.0002_only_added")
    with connection.cursor() as cursor:
        migration.release(None, SimpleNamespace(connection=connection, execute=cursor.execute))


def hide_data() -> None:
    let_all_rows_change()
    for model in apps.get_models():
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model._default_manager.all() if names else ():
            old = {name: getattr(row, name) for name in names}
            new = {name: hidden(value) for name, value in old.items()}
            if new != old:
                model._default_manager.filter(pk=row.pk).update(**new)


def english_client(user: User | None = None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    client.cookies[project.LANGUAGE_COOKIE_NAME] = "en"
    return client


def client_of(scene: Scene, role: str) -> Client:
    return english_client(None if role == "anonymous" else scene.people[role].user)


def chinese_in(response: Any) -> set[str]:
    if response.streaming:
        response.getvalue()  # closes the file
        return set()
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return set()
    page = BeautifulSoup(response.content.decode(), "html.parser")
    for of_a_paper in page.select(
        'body [lang^="zh"]'
    ):  # the words of a document, which stay Chinese
        of_a_paper.decompose()
    return set(CHINESE.findall(str(page))) - LANGUAGE_NAMES


def roles_to_ask(statuses: list[int]) -> list[str]:
    """Everybody who is shown the page; of those refused alike one; nobody who is sent elsewhere."""
    shown = {role: status for role, status in zip(ROLES, statuses, strict=True) if status != FOUND}
    refused = {status: role for role, status in shown.items() if status != HTTPStatus.OK}
    return [role for role, status in shown.items() if status == HTTPStatus.OK] + [*refused.values()]


def left_in_chinese(scene: Scene, text: str, method: str, data: dict[str, str]) -> Iterator[str]:
    for name, places, statuses in rows(text):
        for role in roles_to_ask(statuses) if name not in NOT_PAGES else ():
            with transaction.atomic():
                client = client_of(scene, role)
                response = getattr(client, method)(address(scene, name, places), data)
                transaction.set_rollback(True)
            assert response.status_code != HTTPStatus.INTERNAL_SERVER_ERROR, (name, role)
            for words in sorted(chinese_in(response)):
                yield f"{method} {name} {','.join(places)} by {role}: {words}"


def test_every_page_of_every_role_is_in_english(scene):
    assert list(left_in_chinese(scene, table.GET, "get", {})) == []


@pytest.mark.full
@pytest.mark.parametrize("state", [states.first_day, states.demo])
def test_every_page_of_the_sample_people_is_in_english(settings, monkeypatch, state):
    settings.REHEARSAL_CLOCK = FIRST_DAY
    scene = state()
    hide_data()
    people = hidden(demo_people._content())  # the sign-in page reads them from their file
    monkeypatch.setattr(demo_people, "_content", lambda: people)
    left = [
        f"{visit.name} by {visit.role}: {sorted(words)}"
        for visit in states.visits(scene)
        if visit.name not in NOT_PAGES
        and (words := chinese_in(client_of(scene, visit.role).get(visit.address)))
    ]
    assert left == []


def test_every_refusal_is_in_english(scene):
    typed = {"button": "1", "reason": "", "narrative": "words"}
    assert list(left_in_chinese(scene, table.POST, "post", typed)) == []


@pytest.mark.parametrize("question", ["?unit=1&at=2022-08-31", "?at=tomorrow", "?sheet=filings"])
@pytest.mark.parametrize("name", ["board", "late", "ledger", "exports"])
def test_what_is_asked_of_a_board_is_answered_in_english(scene, name, question):
    response = client_of(scene, "office").get(address(scene, name, ["plan"]) + question)
    assert chinese_in(response) == set()


def test_the_admin_site_is_in_english(scene):
    client = client_of(scene, "admin")
    for model in site._registry:
        place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses = [reverse(f"{place}_changelist"), reverse(f"{place}_add")]
        addresses += [
            reverse(f"{place}_change", args=[row.pk]) for row in model._default_manager.all()[:1]
        ]
        for here in addresses:
            assert chinese_in(client.get(here)) == set(), here


def test_the_test_sees_words_that_are_not_translated(scene):
    """In Chinese the same pages are full of them, and the data is gone."""
    client = client_of(scene, "office")
    client.cookies[project.LANGUAGE_COOKIE_NAME] = "zh-hans"
    page = client.get(address(scene, "board", ["plan"]))
    assert "看板" in chinese_in(page)
    assert "市财政局" not in page.content.decode()


# -- the switch ----------------------------------------------------------------------------------------


def switch_on(response: Any) -> dict[str, str]:
    page = BeautifulSoup(response.content, "html.parser")
    button = page.select_one("button[name=language]")
    return {
        "language": button["value"],
        "next": button.find_parent("form").select_one("[name=next]")["value"],
    }


def test_the_switch_stays_on_the_page_and_changes_its_language(scene):
    client = client_of(scene, "office")
    client.cookies.pop(project.LANGUAGE_COOKIE_NAME)
    here = address(scene, "board", ["plan"]) + "?submitted=no"
    for before, after in (("zh-hans", "en"), ("en", "zh-hans")):
        page = client.get(here)
        assert BeautifulSoup(page.content, "html.parser").html["lang"] == before
        assert page.headers["Content-Language"] == before
        answer = client.post(reverse("language"), switch_on(page))
        assert answer.headers["Location"] == here
        page = client.get(here)
        assert BeautifulSoup(page.content, "html.parser").html["lang"] == after


def test_the_switch_leads_from_a_refused_button_back_to_its_page(scene):
    client = client_of(scene, "clerk")
    button = address(scene, "filing_step", ["submitted", "ask_correction"])
    page = "http://testserver" + address(scene, "filing", ["submitted"])
    refusal = client.post(button, {"reason": "words"}, headers={"Referer": page})
    assert refusal.status_code == HTTPStatus.CONFLICT
    assert client.post(reverse("language"), switch_on(refusal)).headers["Location"] == page


def test_the_switch_leads_nowhere_else(client):
    answer = client.post(
        reverse("language"), {"language": "en", "next": "https://elsewhere.example/"}
    )
    assert answer.headers["Location"] == "/"


# -- what stays Chinese, and the catalogue itself ----------------------------------------------------------


def test_messages_are_in_chinese_whatever_their_writer_reads(settings):
    settings.REHEARSAL_CLOCK = date(2022, 9, 1)
    player = Player(load(), "市财政局")
    with override("en"):
        player.submit(at("2022-08-30"))
        player.open(at("2022-08-30", 10))
        player.decide(at("2022-08-30", 11), returned=("t5-10",))
    subjects = set(Message.objects.values_list("subject", flat=True))
    assert subjects == {
        f"市财政局 8月底阶段报告：{news}"
        for news in (
            "请审签",
            "会签已齐",
            "已报送，待审核",
            "已报送领导小组办公室",
            "已退回，请补正",
        )
    }


def strings() -> Iterator[tuple[str, str]]:
    with CATALOGUE.open("rb") as po_file:
        for message in read_po(po_file):
            texts = [message.string] if isinstance(message.string, str) else message.string
            source = message.id if isinstance(message.id, str) else message.id[0]
            yield from ((source, text) for text in texts if source)


def test_no_translation_breaks_the_html_around_it():
    """The tag `translate` escapes nothing, and stands inside attributes too."""
    assert [text for _source, text in strings() if re.search(r"""["<>&]""", text)] == []


def test_translations_hold_no_chinese_but_what_is_quoted():
    """Names of sheets and of a file in a Chinese workbook or ZIP, and signs that are typed."""
    texts = (QUOTED.sub("", NUMBER_AS_TYPED.sub("", text)) for _source, text in strings())
    assert {text for text in texts if CHINESE.search(text)} == set()


def test_translations_begin_and_end_as_their_source_does():
    """A label in a sentence does not end in a full stop, nor a sentence without one."""
    stops = {"。": ".", "？": "?"}
    wrong = [
        text
        for source, text in strings()
        if source.endswith(tuple(stops)) and not text.rstrip().endswith((".", "?", "!", ":"))
    ]
    assert wrong == []
