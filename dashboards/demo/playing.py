"""A day of the script, whole or not at all."""

from django.db import transaction

from dashboards.demo import answering, filing, handing, supervising
from dashboards.demo.script import Cast, Day, Turn

PLAYED = {**handing.STEPS, **filing.STEPS, **answering.STEPS, **supervising.STEPS}


@transaction.atomic
def play(day: Day, cast: Cast) -> None:
    for step in day.steps:
        PLAYED[step.do](Turn(cast, step))
