from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common import clock
from common.errors import PortalError
from dashboards.demo.playing import play
from dashboards.demo.script import Cast, Day, cast_of, days_to_play, read_script
from reminders.services import run_once
from units.demo import load_demo_people

ONE_MINUTE = timedelta(minutes=1)


class Command(BaseCommand):
    help = (
        "Play the sample filings day by day, with the reminders of each morning, and move the "
        "rehearsal clock to their end. A second run changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        script = read_script()
        try:
            days = days_to_play(script)
            if days:
                load_demo_people(script.people)
                cast = cast_of(script)
            for day in days:
                _live_through(day, cast)
            if clock.now() < script.ends:
                clock.move_forward(script.ends)
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{sum(len(day.steps) for day in days)} steps of sample filings played")


def _live_through(day: Day, cast: Cast) -> None:
    """What beat does all day long, done twice: in the morning, and after the day's last step."""
    run_once(now=clock.start_of(day.on))
    if day.steps:
        play(day, cast)
        run_once(now=day.steps[-1].at + ONE_MINUTE)
