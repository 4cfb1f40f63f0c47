import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from motions.models import Plan
from tasks.planfile.export import export_plan
from tasks.planfile.write_workbook import write_plan_workbook


class Command(BaseCommand):
    help = "Write a plan file, by the document's number or the plan's own id."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number")
        parser.add_argument("--government", help="needed when two governments use the same number")
        parser.add_argument("--format", choices=("json", "xlsx"), default="json")
        parser.add_argument("--output", type=Path, help="a file instead of standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        content = export_plan(self._plan(options["number"], options["government"]))
        if options["format"] == "json":
            text = json.dumps(content, ensure_ascii=False, indent=2, default=float) + "\n"
            if options["output"] is None:
                self.stdout.write(text, ending="")
            else:
                self._save(options["output"], text.encode())
        elif options["output"] is None:
            raise CommandError("A workbook is no text: name a file with --output.")
        else:
            self._save(options["output"], write_plan_workbook(content))

    def _save(self, path: Path, data: bytes) -> None:
        try:
            path.write_bytes(data)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error

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
