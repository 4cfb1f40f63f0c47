"""A plan as it was just loaded, put back row by row.

Loading a plan takes 0.4 s and nearly every test begins with it, which was a third of the whole run.
The rows are those that `load_plan` itself wrote in this process, the first time it was asked to.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

# What loading a plan writes. The clock (common) and people stay the test's own.
APPS = ("motions", "tasks", "units", "events", "reports")
# How each database spells a value so that it can be read back.
LITERAL = {"postgresql": "quote_nullable({}::text)", "sqlite": "quote({})"}

_statements: dict[str, list[str]] = {}


def put_back(name: str) -> bool:
    """Whether there was a copy. Only for a database without a government."""
    if name not in _statements:
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _statements[name]:
            cursor.execute(statement)
    return True


@contextmanager
def kept(name: str) -> Iterator[None]:
    """Remember what is written in between into tables that were empty."""
    empty = [model for model in _models() if not model._base_manager.exists()]
    yield
    _statements[name] = [statement for model in empty if (statement := _insertion(model))]


def _models() -> list[type[Model]]:
    models = [
        model
        for app in APPS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
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
