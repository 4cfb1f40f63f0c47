from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock
from common.errors import PortalError
from reports.services.amending import amend
from tasks.planfile.amend import Amendment, preview_amendment
from tasks.planfile.load import load_plan
from tasks.planfile.open import read_any
from tasks.planfile.told import told


class Command(BaseCommand):
    help = (
        "Load a plan file (motion-plan/1) as JSON or XLSX. A wrong or changed file is refused whole. "
        "With --amend a changed file of a loaded plan: shows what it changes, and with --yes does it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--amend", action="store_true", help="the plan is loaded; change it")
        parser.add_argument("--reason", default="", help="why, kept with everything it changes")
        parser.add_argument("--yes", action="store_true", help="do it, not only show it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        try:
            content = read_any(data)
            if options["amend"]:
                self._amend(content, reason=options["reason"], is_meant=options["yes"])
            else:
                self._load(content)
        except PortalError as error:
            raise CommandError(str(error)) from error

    def _load(self, content: dict[str, Any]) -> None:
        loaded = load_plan(content, today=clock.today())
        news = "loaded" if loaded.is_new else "already loaded, nothing changed"
        self.stdout.write(f"{loaded.plan}: {news}")

    def _amend(self, content: dict[str, Any], *, reason: str, is_meant: bool) -> None:
        now = clock.now()
        if is_meant:
            amendment = amend(content=content, reason=reason, now=now)
            news = f"amended, version {amendment.plan.version}"
        else:
            amendment = preview_amendment(content, now=now)
            news = "nothing changed yet; add --yes to do it"
        self._tell(amendment)
        self.stdout.write(f"{amendment.plan}: {news}")

    def _tell(self, amendment: Amendment) -> None:
        for row in told(amendment):
            said = " → ".join(filter(None, (row.before, row.after)))
            self.stdout.write(" ".join(filter(None, (row.word, row.place, row.what, said))))
