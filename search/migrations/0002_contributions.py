"""The index of what responsible units write to their leads, as that of reports: docs/adr/0029."""

from django.db import migrations

CREATE = (
    "CREATE INDEX search_contribution ON reports_contributionversion"
    " USING gin (search_grams(narrative, problems))"
)


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX search_contribution")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_pairs_of_characters"), ("reports", "0001_tables")]
    operations = [migrations.RunPython(create, drop)]
