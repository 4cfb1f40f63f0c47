from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from common import clock
from common.errors import PortalError
from motions.models import Plan
from tasks.rules import use_rule_set
from units.models import Government
from units.rule_sets import read_rule_set
from units.services import add_rule_set


class Command(BaseCommand):
    help = (
        "Add a government's rules of time limits from a file like those in fixtures/rule-sets; plans "
        "loaded from now on go by it. A wrong file is refused whole."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--government", required=True, help="as the plan's issuer is written")
        parser.add_argument(
            "--plan", help="a loaded plan that is to go by it from now on, by its id"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        government = Government.objects.filter(name=options["government"]).first()
        if government is None:
            raise CommandError(
                f"{options['government']}: no such government; load a plan of it first."
            )
        try:
            self._add(government, data, options["plan"])
        except PortalError as error:
            raise CommandError(str(error)) from error

    @transaction.atomic
    def _add(self, government: Government, data: bytes, slug: str | None) -> None:
        rule_set = add_rule_set(government=government, content=read_rule_set(data))
        self.stdout.write(f"{government}: {rule_set}, {rule_set.rules.count()} rules")
        if slug is None:
            return
        plan = Plan.objects.filter(government=government, slug=slug).first()
        if plan is None:
            raise CommandError(f"{slug}: no such plan of {government}; nothing was added.")
        followed = use_rule_set(plan_id=plan.pk, rule_set=rule_set, now=clock.now())
        self.stdout.write(f"{plan}: {len(followed.redated)} dates changed")
