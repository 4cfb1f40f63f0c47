"""What is wrong with the HTML of a page, as far as it can be seen without a validator."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Attributes = list[tuple[str, str | None]]

WITHOUT_END = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    }
    | {"circle", "line", "path", "rect", "use"}
)
# Attributes that name the ids of other elements.
REFERENCES = (
    "for",
    "form",
    "list",
    "headers",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
)
BLOCKS = frozenset(
    {
        "article",
        "div",
        "dl",
        "fieldset",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    }
)
# What must not stand inside the element before the colon.
NOT_INSIDE = {
    "a": frozenset({"a", "button", "input", "select", "textarea"}),
    "button": frozenset({"a", "button", "input", "select", "textarea"}) | BLOCKS,
    "form": frozenset({"form"}),
    "label": frozenset({"label"}) | BLOCKS,
    "p": BLOCKS,
    "span": BLOCKS,
    "h1": BLOCKS,
    "h2": BLOCKS,
    "h3": BLOCKS,
}


TODAY = "2022-08-24"
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,3})?[+-]\d\d:\d\d)?")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.named: set[str] = set()
        self.landmarks: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.note(tag, attrs)
        if tag not in WITHOUT_END:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.note(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in WITHOUT_END:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> in line {self.getpos()[0]} closes nothing")

    def note(self, tag: str, attrs: Attributes) -> None:
        values = {name: value or "" for name, value in attrs}
        if len(values) < len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        self.faults += [
            f"<{tag}> inside <{outer}> in line {self.getpos()[0]}"
            for outer in self.open
            if tag in NOT_INSIDE.get(outer, ())
        ]
        if not MOMENT.fullmatch(values.get("datetime", TODAY)):
            self.faults.append(f"<{tag} datetime={values['datetime']!r}>")
        if "id" in values:
            self.ids.append(values["id"])
        for name in REFERENCES:
            self.named.update(values.get(name, "").split())
        if (tag == "section" or values.get("role") == "region") and "aria-labelledby" in values:
            self.landmarks.append(values["aria-labelledby"])


def faults_of(html: str) -> Iterator[str]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    yield from reader.faults
    yield from (f"<{tag}> is not closed" for tag in reader.open)
    yield from (f"id {name!r} twice" for name in set(reader.ids) if reader.ids.count(name) > 1)
    yield from (
        f"two landmarks called {name!r}"
        for name in set(reader.landmarks)
        if reader.landmarks.count(name) > 1
    )
    yield from (f"no element {name!r}" for name in sorted(reader.named - set(reader.ids)))
