from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import PortalError
from units.selectors import unit_named
from units.services import merge_unit


class Command(BaseCommand):
    help = "Merge a unit into another from a day on; its people and its work go on there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("unit", help="the unit that ends")
        parser.add_argument("into", help="its successor")
        parser.add_argument("--government", required=True, help="as the plan's issuer is written")
        parser.add_argument("--on", required=True, type=date.fromisoformat, help="YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            unit = unit_named(options["government"], options["unit"])
            merge_unit(
                unit=unit, into=unit_named(options["government"], options["into"]), on=options["on"]
            )
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['unit']}: done")
