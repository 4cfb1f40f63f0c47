import unicodedata
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import PortalError
from units.demo import demo_password, demo_sign_ins, load_demo_people

GAP = "  "


class Command(BaseCommand):
    help = "Add the sample people to try the portal with; --list prints their sign-ins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--list", action="store_true", help="print the sign-ins, add nobody")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self.stdout.write("\n".join(sign_in_table()))
            return
        try:
            added = load_demo_people()
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{added} sample people added")


def sign_in_table() -> list[str]:
    header = ("用户名 user", "姓名 name", "来做什么 comes for", "单位与角色 unit and role")
    people = [(p.username, p.name, p.does, "、".join(p.posts)) for p in demo_sign_ins()]
    if not people:
        return ["没有演示人员。There are no sample people."]
    rows = [header, *people]
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [GAP.join(map(_padded, row, widths)).rstrip() for row in rows]
    rule = GAP.join("-" * width for width in widths)
    password = f"共同的演示密码 common demo password: {demo_password()}"
    return [password, "", lines[0], rule, *lines[1:]]


def _width(text: str) -> int:
    """Columns of a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
