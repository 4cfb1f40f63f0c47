"""Finding the portal's own Chinese on a page.

All data is first put into private-use characters, one for each Chinese one; whatever Chinese an English
page still shows, down to a comma of full width, then comes from code and templates.
"""

from __future__ import annotations

import re
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings as project
from django.db import connection, models

from tests.access import table
from tests.access.test_table import rows

if TYPE_CHECKING:
    from django.test import Client

    from tests.access.scene import Scene

# Chinese characters, Chinese punctuation, full-width forms. The blank of full width is no word.
CHINESE = re.compile(r"[\u3001-\u303f\u4e00-\u9fff\uff00-\uffef]+")
PRIVATE = 0xF0000
# Papers, which stay Chinese; files as they were uploaded; a page for developers.
FILES = ("_pdf", "_docx", "_xlsx")
NOT_PAGES = frozenset(
    {"attachment", "gallery"}
    | {name for name, _places, _statuses in rows(table.GET) if name.endswith(FILES)}
)
# A switch names each language in itself.
LANGUAGE_NAMES = {name for _code, name in project.LANGUAGES}


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


def client_of(scene: Scene, role: str) -> Client:
    client = scene.client(role)
    client.cookies[project.LANGUAGE_COOKIE_NAME] = "en"
    return client


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
