"""What `common/migrating.py` creates is what the models say."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def named(model) -> set[str]:
    rows = [*model._meta.indexes, *model._meta.constraints]
    return {row.name for row in rows}


def test_every_index_and_constraint_of_the_models_is_in_the_database() -> None:
    missing = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            there = connection.introspection.get_constraints(cursor, model._meta.db_table)
            missing[model._meta.label] = named(model) - set(there)
    assert not {name: what for name, what in missing.items() if what}


def test_nothing_is_left_to_migrate() -> None:
    call_command("migrate", check_unapplied=True, verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_the_tables_can_be_taken_back_and_made_again() -> None:
    table = "dashboards_findingexplanation"
    call_command("migrate", "dashboards", "zero", verbosity=0)
    assert table not in connection.introspection.table_names()
    call_command("migrate", "dashboards", verbosity=0)
    assert table in connection.introspection.table_names()
