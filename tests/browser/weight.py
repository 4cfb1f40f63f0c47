"""What a first sight of a page costs: how often it asks the server, and how many bytes come, compressed."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_REQUESTS, MOST_BYTES = 12, 300 * 1024
ASKED_FOR = {
    "link[rel=stylesheet], link[rel=icon]": "href",
    "script[src]": "src",
    "img[src]": "src",
    "use[href]": "href",
}


def too_heavy(html: str) -> Iterator[str]:
    files = files_of(html)
    requests = 1 + len(files)
    size = len(gzip.compress(html.encode())) + sum(size_of(name) for name in files)
    if requests > MOST_REQUESTS:
        yield f"{requests} requests: {sorted(files)}"
    if size > MOST_BYTES:
        yield f"{size} bytes"


def files_of(html: str) -> set[str]:
    """Static files by name. What stands behind a `#` is a part of one."""
    page = BeautifulSoup(html, "html.parser")
    addresses = {
        str(node[attribute]).partition("#")[0]
        for selector, attribute in ASKED_FOR.items()
        for node in page.select(selector)
    }
    own = {address for address in addresses if address.startswith(settings.STATIC_URL)}
    return {address.removeprefix(settings.STATIC_URL) for address in own}


@cache
def size_of(name: str) -> int:
    return len(gzip.compress(Path(str(finders.find(name))).read_bytes()))
