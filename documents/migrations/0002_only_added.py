"""What was issued stands for good: the database itself refuses to change or delete these rows.

SQLite, for trials and tests, refuses changes only: emptying a test database deletes rows there.
"""

from django.db import migrations

TABLES = ("documents_issueddocument", "documents_issuednumber", "documents_sealedscan")
REFUSE = """
CREATE FUNCTION documents_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = '23000';
END $$
"""
POSTGRESQL = (
    "CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION documents_only_added()"
)
SQLITE = (
    "CREATE TRIGGER {table}_only_added BEFORE UPDATE ON {table}"
    " BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
)


def protect(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(REFUSE, params=None)  # % is not a place in it
    for table in TABLES:
        schema_editor.execute((POSTGRESQL if is_postgresql else SQLITE).format(table=table))


def release(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION documents_only_added() CASCADE")
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER {table}_only_added")


class Migration(migrations.Migration):

    dependencies = [("documents", "0001_tables")]

    operations = [migrations.RunPython(protect, release)]
