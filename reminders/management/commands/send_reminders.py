from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from common import clock
from reminders.services import run_once


class Command(BaseCommand):
    help = "Note and send the reminders that are due, as beat does: send_reminders [--today DATE]"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", help="YYYY-MM-DD instead of the portal's own day")

    def handle(self, *args: Any, **options: Any) -> None:
        now = _moment(options["today"])
        swept, delivery = run_once(now=now)
        self.stdout.write(
            f"{timezone.localdate(now)}: {swept.told} reminders to {swept.people} people, "
            f"{swept.skipped} skipped for a later one; mails: {delivery.sent} sent, "
            f"{delivery.cancelled} cancelled, {delivery.failed} refused or not delivered"
        )


def _moment(today: str | None) -> datetime:
    if today is None:
        return clock.now()
    try:
        return clock.start_of(date.fromisoformat(today))
    except ValueError as error:
        raise CommandError(f"{today!r} is no date; expected YYYY-MM-DD.") from error
