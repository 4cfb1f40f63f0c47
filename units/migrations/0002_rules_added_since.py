"""Rule sets of before get what the portal asks of one by now; what a government had set stays."""

import json
from pathlib import Path

from django.conf import settings
from django.db import migrations
from django.utils import timezone

SHIPPED = Path("fixtures") / "rule-sets"


def add_missing(apps, schema_editor):
    """Each kind as its shipped set has it."""
    for path in sorted((settings.BASE_DIR / SHIPPED).glob("*.json")):
        content = json.loads(path.read_text("utf-8"))
        for rule_set in apps.get_model("units", "RuleSet").objects.filter(kind=content["kind"]):
            _complete(apps, rule_set, content["rules"])


def _complete(apps, rule_set, rules):
    there = set(rule_set.rules.values_list("key", flat=True))
    for values in rules:
        if values["key"] not in there:
            rule = rule_set.rules.create(**values)
            apps.get_model("units", "HistoricalRule").objects.create(
                id=rule.pk,
                rule_set_id=rule_set.pk,
                history_date=timezone.now(),
                history_type="+",
                **values,
            )


class Migration(migrations.Migration):
    replaces = [("units", "0005_rules_added_since")]
    dependencies = [("units", "0001_tables")]

    operations = [migrations.RunPython(add_missing, migrations.RunPython.noop)]
