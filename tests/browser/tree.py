"""What a screen reader is given: the tree that Chromium makes of a page, and what is missing in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

CONTROLS = frozenset(
    {
        "button",
        "link",
        "textbox",
        "searchbox",
        "combobox",
        "ComboBoxSelect",
        "listbox",
        "checkbox",
        "radio",
        "spinbutton",
        "slider",
        "Date",
        "DateTime",
        "InputTime",
        "DisclosureTriangle",
    }
)
HEADERS = frozenset({"columnheader", "rowheader"})
# What stands folded is read too, once somebody unfolds it.
UNFOLD = "() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
# The sentence a chart states stands beside it.
CHARTS = """() => [...document.querySelectorAll('.chart-card')].map((card) => [
  card.querySelector('h2').textContent,
  card.querySelector('.chart-finding').textContent.trim(),
])"""


@dataclass(frozen=True)
class Node:
    role: str
    name: str
    level: int
    under: tuple[str, ...]  # the ids of what it stands in, from the page inwards
    key: str


def nodes_of(page: Page) -> list[Node]:
    """In the order in which they are read."""
    session = page.context.new_cdp_session(page)
    found = {one["nodeId"]: one for one in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()
    root = next(one for one in found.values() if "parentId" not in one)
    return list(_read(root, found, ()))


def _read(
    one: dict[str, Any], found: dict[str, dict[str, Any]], under: tuple[str, ...]
) -> Iterator[Node]:
    if not one["ignored"]:
        yield Node(
            role=one["role"]["value"],
            name=one.get("name", {}).get("value", "").strip(),
            level=_level(one),
            under=under,
            key=one["nodeId"],
        )
    for key in one.get("childIds", ()):
        if key in found:
            yield from _read(found[key], found, (*under, one["nodeId"]))


def _level(one: dict[str, Any]) -> int:
    values = (p["value"]["value"] for p in one.get("properties", ()) if p["name"] == "level")
    return int(next(values, 0))


def faults_of_tree(page: Page) -> Iterator[str]:
    page.evaluate(UNFOLD)
    nodes = nodes_of(page)
    yield from _of_structure(nodes)
    for node in nodes:
        if node.role in CONTROLS and not node.name:
            yield f"a {node.role} without a name"
    yield from _of_tables(nodes)
    pictures = {node.name for node in nodes if node.role in {"image", "img"}}
    with_doors = {node.name for node in nodes if node.role == "group"}
    for title, finding in page.evaluate(CHARTS):
        if not any(finding in name for name in pictures | with_doors):
            yield f"no picture of {title} says “{finding}”"
    if "" in pictures:
        yield "a picture without a name"


def _of_structure(nodes: list[Node]) -> Iterator[str]:
    mains = [node for node in nodes if node.role == "main"]
    if len(mains) != 1:
        yield f"{len(mains)} main landmarks"
    headings = [node for node in nodes if node.role == "heading"]
    if [node.level for node in headings].count(1) != 1:
        yield "not one heading of the first level"
    before = 0
    for node in headings:
        if not node.name:
            yield "a heading without words"
        if node.level > before + 1:
            yield f"heading “{node.name}” of level {node.level} after one of level {before}"
        before = node.level


def _of_tables(nodes: list[Node]) -> Iterator[str]:
    for table in (node for node in nodes if node.role == "table"):
        headers = [node for node in nodes if node.role in HEADERS and table.key in node.under]
        if not table.name:
            yield "a table without a name"
        if not headers:
            yield f"table “{table.name}” has no headers"
        if any(not node.name for node in headers):
            yield f"table “{table.name}” has a header without words"
