from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.sealed import CannotBeOpenedError
from notifications.endpoints import seal_all_anew


class Command(BaseCommand):
    help = "Encrypt what robots, webhooks and numbers are reached by anew, with the first of SEALING_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = seal_all_anew()
        except CannotBeOpenedError as error:
            raise CommandError(
                "Something was encrypted with a key that is not in SEALING_KEYS; nothing was changed. "
                "Add that key at the end, or enter the channel anew and try again."
            ) from error
        self.stdout.write(f"{count} sealed anew; the other keys are not needed any more.")
