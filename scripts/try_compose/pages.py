"""What a person finds on a page: its words, its links, its forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

NOT_TYPED_IN = {"file", "button", "image", "reset"}
TICKED = {"checkbox", "radio"}


class Button(NamedTuple):
    words: str
    name: str
    value: str


@dataclass
class Form:
    action: str
    filled: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)  # of all fields, the unticked too
    buttons: list[Button] = field(default_factory=list)

    def fill(self, name: str, value: str) -> None:
        self.filled[name] = value
        self.names.add(name)


class Page(HTMLParser):
    def __init__(self, path: str, html: str) -> None:
        super().__init__()
        self.path = path
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []  # words, address
        self._words: list[str] = []
        self._form = Form("")  # what stands outside a form is sent by none
        self._open: dict[str, str] = {}  # the link, button, text or choice that is being read
        self._opened_at = 0
        self._choices: list[tuple[str, bool]] = []
        self.feed(html)

    @property
    def text(self) -> str:
        return " ".join("".join(self._words).split())

    def link(self, words: str) -> str | None:
        return next((address for said, address in self.links if is_called(said, words)), None)

    def form_with(self, words: str) -> tuple[Form, Button] | None:
        """The first form that has a button of this name."""
        pairs = ((form, button) for form in self.forms for button in form.buttons)
        return next((pair for pair in pairs if is_called(pair[1].words, words)), None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(said.get("action") or self.path)
            self.forms.append(self._form)
        elif tag == "input":
            self._read_input(said, said.get("type", "text"), said.get("name", ""))
        elif tag == "option":
            self._choices.append((said.get("value", ""), "selected" in said))
        elif tag in {"a", "button", "textarea", "select"}:
            self._open, self._opened_at, self._choices = said, len(self._words), []

    def _read_input(self, said: dict[str, str], kind: str, name: str) -> None:
        value = said.get("value", "on" if kind in TICKED else "")
        if kind == "submit":
            self._form.buttons.append(Button(value, name, value))
        elif kind in TICKED and "checked" not in said:
            self._form.names.add(name)
        elif kind not in NOT_TYPED_IN:
            self._form.fill(name, value)

    def handle_endtag(self, tag: str) -> None:
        words = "".join(self._words[self._opened_at :])
        name = self._open.get("name", "")
        if tag == "form":
            self._form = Form("")
        elif tag == "a":
            self.links.append((words, self._open.get("href", "")))
        elif tag == "button":
            self._form.buttons.append(Button(words, name, self._open.get("value", "")))
        elif tag == "textarea":
            self._form.fill(name, words.removeprefix("\n"))
        elif tag == "select":
            chosen = [value for value, is_chosen in self._choices if is_chosen]
            self._form.fill(name, (chosen or [value for value, _ in self._choices] or [""])[0])

    def handle_data(self, data: str) -> None:
        self._words.append(data)


def is_called(said: str, words: str) -> bool:
    """After what is seen there may stand more for those who listen to the page."""
    said = " ".join(said.split())
    return said == words or said.startswith(f"{words} ")
