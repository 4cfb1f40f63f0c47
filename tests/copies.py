"""What many tests begin with, written once in this process and then put back row by row.

Loading a plan takes 0.4 s and nearly every test begins with it, which was a third of the whole run; a
year of work takes ten seconds, and a module of tests asks for it once. The rows are those that the
services themselves wrote the first time.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.db import connection, transaction

from units.models import Government

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from django.db.models import Model

Made = TypeVar("Made")

# What loading a plan writes. The clock (common) and people stay the test's own.
OF_A_PLAN = ("motions", "tasks", "units", "events", "reports")
# Django's own tables of a database that is ready, and the clock, which goes on.
NOT_MADE = {"contenttypes", "auth", "common"}
# How each database spells a value so that it can be read back.
LITERAL = {"postgresql": "quote_nullable({}::text)", "sqlite": "quote({})"}

_statements: dict[str, list[str]] = {}
_made: dict[str, Any] = {}


def made_once(name: str, make: Callable[[], Made], labels: Collection[str] | None = None) -> Made:
    """What `make` returns and writes: into an empty database a copy is put back where there is one.

    The objects are one's own.
    """
    if Government.objects.exists():
        return make()
    if not _put_back(name):
        empty = _empty(labels or {model._meta.app_label for model in _models()} - NOT_MADE)
        _made[name] = make()
        _statements[name] = [statement for model in empty if (statement := _insertion(model))]
    result: Made = deepcopy(_made[name])
    return result


def _put_back(name: str) -> bool:
    """Whether there was a copy."""
    if name not in _statements:
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _statements[name]:
            cursor.execute(statement)
    return True


def _empty(labels: Collection[str]) -> list[type[Model]]:
    return [
        model
        for model in _models()
        if model._meta.app_label in labels and not model._base_manager.exists()
    ]


def _models() -> list[type[Model]]:
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.managed and not model._meta.proxy]


def _insertion(model: type[Model]) -> str:
    quoted = connection.ops.quote_name
    table = quoted(model._meta.db_table)
    columns = [quoted(field.column) for field in model._meta.local_concrete_fields]
    literals = ", ".join(LITERAL[connection.vendor].format(column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {literals} FROM {table}")  # noqa: S608 - names of our own tables
        rows = [f"({', '.join(map(str, row))})" for row in cursor.fetchall()]
    if not rows:
        return ""
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join(rows)}"  # noqa: S608
