"""The name of a part whole. SQLite makes the table anew for it, without its trigger."""

from importlib import import_module

from django.db import migrations, models

only_added = import_module("documents.migrations.0002_only_added")
TABLE = "documents_issueddocument"


def protect_again(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        schema_editor.execute(only_added.SQLITE.format(table=TABLE))


class Migration(migrations.Migration):

    dependencies = [("documents", "0005_failed_batches")]

    operations = [
        migrations.AlterField(
            model_name="issueddocument",
            name="part",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.RunPython(protect_again, protect_again),
    ]
