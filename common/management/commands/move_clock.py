from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from common import clock
from common.errors import PortalError


class Command(BaseCommand):
    help = "Move the rehearsal clock forward: move_clock 2022-09-01 or 2022-09-01T15:00"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("to")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            moment = datetime.fromisoformat(options["to"])
        except ValueError as error:
            raise CommandError(
                f"{options['to']!r} is no date; expected YYYY-MM-DD or YYYY-MM-DDTHH:MM."
            ) from error
        if len(options["to"]) == len("2022-09-01"):
            moment = datetime.combine(moment.date(), clock.OPENING_TIME)
        try:
            now = clock.move_forward(timezone.make_aware(moment))
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{timezone.localtime(now):%Y-%m-%d %H:%M}")
