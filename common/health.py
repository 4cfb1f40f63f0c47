"""Looks at the database, a part each, and answers quickly in whatever state it is."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

_migrated = False


def ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select 1")


def has_all_migrations() -> bool:
    """Once they are all there they stay; looking costs a dozen queries and files."""
    global _migrated  # one answer for the life of the process
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated
