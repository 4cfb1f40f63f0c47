"""Words that are kept are read by others, so they are written in Chinese, whatever their writer reads.

A reason, or a name with a post beside it, is made inside `for_others()`, or in a function that is
only ever called there.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.architecture.reading import functions, planted, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.architecture.reading import Source

# What gives words in the language of whoever asks.
WORDED = frozenset({"_", "gettext", "ngettext", "signing_name"})
# Where words are kept: attributes and arguments of these names.
KEPT = ("reason", "words", "by_name", "sent_by_name", "signed_by_name", "decided_by_name")


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def outside(function: ast.AST) -> Iterator[ast.AST]:
    """What a function does in its caller's language; a refusal is for whoever asks."""
    for node in ast.iter_child_nodes(function):
        is_for_others = isinstance(node, ast.With) and any(
            isinstance(item.context_expr, ast.Call) and name_of(item.context_expr) == "for_others"
            for item in node.items
        )
        if not is_for_others and not isinstance(node, ast.Raise):
            yield node
            yield from outside(node)


def only_for_others(source: Source) -> set[str]:
    """Private functions of the module that are called in the language of others alone."""
    found = {f.name for f in functions(source) if f.name.startswith("_")}
    while True:
        bare = {
            name_of(node)
            for function in functions(source)
            if function.name not in found
            for node in outside(function)
            if isinstance(node, ast.Call)
        }
        if not found & bare:
            return found
        found -= bare


def kept(node: ast.AST) -> Iterator[ast.expr]:
    """The expressions whose value is kept under one of these names."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            pairs = (
                zip(target.elts, node.value.elts, strict=True)
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
                else [(target, node.value)]
            )
            for place, value in pairs:
                if isinstance(place, ast.Attribute) and place.attr in KEPT:
                    yield value
    if isinstance(node, ast.Call):
        yield from (keyword.value for keyword in node.keywords if keyword.arg in KEPT)


def is_worded(value: ast.AST, worded: set[str]) -> bool:
    return any(
        (isinstance(node, ast.Call) and name_of(node) in WORDED)
        or (isinstance(node, ast.Name) and node.id in worded)
        for node in ast.walk(value)
    )


def kept_in_the_callers_language(source: Source) -> Iterator[str]:
    if not source.is_one_of("services"):
        return
    covered = only_for_others(source)
    for function in functions(source):
        if function.name in covered:
            continue
        nodes = sorted(
            (node for node in outside(function) if isinstance(node, ast.Assign | ast.Call)),
            key=lambda node: (node.lineno, node.col_offset),
        )
        worded = {
            target.id
            for node in nodes
            if isinstance(node, ast.Assign) and is_worded(node.value, set())
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in nodes:
            if any(is_worded(value, worded) for value in kept(node)):
                yield f"{source.path}:{node.lineno} {function.name}"


def test_words_that_stay_are_written_for_others():
    assert [fault for source in sources() for fault in kept_in_the_callers_language(source)] == []


def test_words_kept_in_the_callers_language_are_found():
    text = """
def take_back(row, by):
    words = _("收回")
    row.by_name = signing_name(by)
    withdraw(row, reason=words)
    with for_others():
        row.reason = _("收回")
        _said(row)

def _said(row):
    row.reason = _("收回")

def refuse(row):
    raise RefusedError(reason=_("不行"))
"""
    found = list(kept_in_the_callers_language(planted("reports/services/x.py", text)))
    assert found == ["reports/services/x.py:4 take_back", "reports/services/x.py:5 take_back"]
