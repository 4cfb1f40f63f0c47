"""What was still open below something withdrawn, which until now only reminders left out."""

from django.db import migrations
from django.utils import timezone

HISTORY = ("id", "plan_version", "key", "kind", "original_due_on", "due_on", "met_at")
RELATED = ("government_id", "plan_id", "unit_id", "parent_id", "deadline_id", "task_id", "motion_id")


def take_along(apps, schema_editor):
    """As of the moment and for the reason of what it hangs on. Promises go on beyond it."""
    rows = apps.get_model("tasks", "Obligation").objects.filter(
        met_at__isnull=True, withdrawn_at__isnull=True, parent__withdrawn_at__isnull=False
    )
    while below := list(rows.exclude(kind="promise").select_related("parent").order_by("pk")):
        for row in below:
            row.withdrawn_at, row.reason = row.parent.withdrawn_at, row.parent.reason
            row.save()
            _note(apps, row)


def _note(apps, row):
    apps.get_model("tasks", "HistoricalObligation").objects.create(
        history_date=timezone.now(),
        history_type="~",
        **{name: getattr(row, name) for name in (*HISTORY, *RELATED, "withdrawn_at", "reason")},
    )


class Migration(migrations.Migration):
    replaces = [("tasks", "0011_taken_along")]
    dependencies = [("tasks", "0001_tables")]

    operations = [migrations.RunPython(take_along, migrations.RunPython.noop)]
