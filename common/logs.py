"""What a log must not hold."""

import logging
import re

from common.sealed import MASK

# Calendars, ratings and the link that stops a digest: who has such an address needs no sign-in.
TOKEN = re.compile(r"(?<=/)[\w:=-]{30,}", re.ASCII)


class WithoutTokens(logging.Filter):
    """Django logs the path of every page that failed or was not found."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                TOKEN.sub(MASK, part) if isinstance(part, str) else part for part in record.args
            )
        return True
