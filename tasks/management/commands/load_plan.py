from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import PortalError
from tasks.planfile.load import load_plan
from tasks.planfile.read import read_plan_file
from tasks.planfile.read_workbook import read_plan_workbook

ZIP_SIGNATURE = b"PK"


class Command(BaseCommand):
    help = "Load a plan file (motion-plan/1) as JSON or XLSX. A wrong or changed file is refused whole."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        read = read_plan_workbook if data.startswith(ZIP_SIGNATURE) else read_plan_file
        try:
            loaded = load_plan(read(data))
        except PortalError as error:
            raise CommandError(str(error)) from error
        news = "loaded" if loaded.is_new else "already loaded, nothing changed"
        self.stdout.write(f"{loaded.plan}: {news}")
