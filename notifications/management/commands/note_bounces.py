import mailbox
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from common import clock
from notifications.returned import note_returned

# A notification quotes the mail it gives back; anything longer is none.
LONGEST = 10 * 1024 * 1024


class Command(BaseCommand):
    help = "Read mails that a server gave back: note_bounces [FILE … | --maildir FOLDER], else from standard input"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="one notification each")
        parser.add_argument(
            "--maildir", type=Path, help="a Maildir; what was read is marked as seen there"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        read = noted = 0
        for content in _contents(options["files"], options["maildir"]):
            read += 1
            noted += self._is_noted(content)
        self.stdout.write(f"{read} read, {noted} of them give back a mail of this portal")

    def _is_noted(self, content: bytes) -> bool:
        """Anybody can write to the mailbox: what Python's parser fails on must not stop the next one."""
        try:
            return note_returned(content, at=clock.now()) is not None
        except DatabaseError:
            raise
        except Exception as error:  # noqa: BLE001
            self.stderr.write(f"One of them cannot be read as a mail ({type(error).__name__}).")
            return False


def _contents(files: list[Path], maildir: Path | None) -> Iterator[bytes]:
    if maildir is not None:
        yield from _unread(maildir)
    elif files:
        for path in files:
            try:
                yield path.read_bytes()[:LONGEST]
            except OSError as error:
                raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    else:
        yield sys.stdin.buffer.read(LONGEST)


def _unread(folder: Path) -> Iterator[bytes]:
    if not (folder / "new").is_dir():
        raise CommandError(f"{folder} is no Maildir; expected a folder with new/, cur/ and tmp/.")
    box = mailbox.Maildir(folder, create=False)
    for key, mail in list(box.items()):
        if "S" in mail.get_flags():
            continue
        yield box.get_bytes(key)[:LONGEST]
        mail.set_subdir("cur")
        mail.add_flag("S")
        box[key] = mail
