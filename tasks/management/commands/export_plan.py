from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from motions.models import Plan, PlanVersion
from tasks.planfile.export import export_plan
from tasks.planfile.versions import as_text, content_of
from tasks.planfile.write_workbook import write_plan_workbook


class Command(BaseCommand):
    help = "Write a plan file, by the document's number or the plan's own id."

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        """`--version` is the plan's here, not Django's own."""
        return super().create_parser(*args, conflict_handler="resolve", **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number")
        parser.add_argument("--government", help="needed when two governments use the same number")
        parser.add_argument("--format", choices=("json", "xlsx"), default="json")
        parser.add_argument(
            "--version", type=int, dest="plan_version", metavar="N", help="as it was in version N"
        )
        parser.add_argument("--output", type=Path, help="a file instead of standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = self._plan(options["number"], options["government"])
        content = self._content(plan, options["plan_version"])
        if options["format"] == "json":
            text = as_text(content)
            if options["output"] is None:
                self.stdout.write(text, ending="")
            else:
                self._save(options["output"], text.encode())
        elif options["output"] is None:
            raise CommandError("A workbook is no text: name a file with --output.")
        else:
            self._save(options["output"], write_plan_workbook(content))

    def _content(self, plan: Plan, number: int | None) -> dict[str, Any]:
        """As it is, or as it was in an earlier version."""
        if number in {None, plan.version}:
            return export_plan(plan)
        version = PlanVersion.objects.filter(plan=plan, number=number).first()
        if version is None:
            raise CommandError(f"{plan}: no version {number}; it is at {plan.version}.")
        return content_of(version)

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
