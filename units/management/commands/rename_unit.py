from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import PortalError
from units.selectors import unit_named
from units.services import rename_unit


class Command(BaseCommand):
    help = "Give a unit a new name from a day on; what is dated before keeps the old one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("unit", help="today's name")
        parser.add_argument("new_name")
        parser.add_argument("--government", required=True, help="as the plan's issuer is written")
        parser.add_argument("--on", required=True, type=date.fromisoformat, help="YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            unit = unit_named(options["government"], options["unit"])
            rename_unit(unit=unit, name=options["new_name"], on=options["on"])
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['unit']}: done")
