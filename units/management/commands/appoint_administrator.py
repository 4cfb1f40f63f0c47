import getpass
import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock
from common.errors import PortalError
from units.models import User
from units.selectors import unit_named
from units.services import appoint_administrator


class Command(BaseCommand):
    help = "Add a government's first system administrator. The password is asked for, or read from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="the person's name")
        parser.add_argument("--government", required=True, help="as the plan's issuer is written")
        parser.add_argument("--unit", required=True, help="the person's unit, as the plan names it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            unit = unit_named(options["government"], options["unit"])
        except PortalError as error:
            raise CommandError(str(error)) from error
        if User.objects.filter(username=options["username"]).exists():
            raise CommandError(f"{options['username']}: somebody has this sign-in name already.")
        try:
            appoint_administrator(
                unit=unit,
                username=options["username"],
                name=options["name"],
                password=self._password(),
                on=clock.today(),
            )
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"{options['username']}: administrator of {options['government']}")

    def _password(self) -> str:
        if sys.stdin.isatty():
            return getpass.getpass("Password: ")
        return sys.stdin.readline().rstrip("\n")
