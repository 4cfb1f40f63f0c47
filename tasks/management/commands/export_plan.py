import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from motions.models import Plan
from tasks.planfile.export import export_plan


class Command(BaseCommand):
    help = "Write a plan file, by the document's number or the plan's own id."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number")
        parser.add_argument("--government", help="needed when two governments use the same number")
        parser.add_argument("--output", type=Path, help="a file instead of standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        content = export_plan(self._plan(options["number"], options["government"]))
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        if options["output"]:
            options["output"].write_text(text, "utf-8")
        else:
            self.stdout.write(text, ending="")

    def _plan(self, number: str, government: str | None) -> Plan:
        plans = Plan.objects.filter(Q(number=number) | Q(slug=number)).select_related("government")
        if government:
            plans = plans.filter(government__name=government)
        found = list(plans)
        if len(found) == 1:
            return found[0]
        if found:
            names = "、".join(plan.government.name for plan in found)
            raise CommandError(f"{number}: {names}; name one with --government.")
        known = "、".join(str(plan) for plan in Plan.objects.all()) or "-"
        raise CommandError(f"{number}: no such plan. Loaded: {known}")
