"""The project's own source as syntax trees, and its models."""

from __future__ import annotations

import ast
import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import apps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "common", "units", "events", "engine", "notifications", "motions", "documents", "tasks", "reports", "replies",
    "supervision", "reminders", "dashboards", "search",
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """One module. `path` is relative to the project."""

    path: str
    tree: ast.Module

    @property
    def module(self) -> Any:
        return importlib.import_module(self.path.removesuffix(".py").replace("/", "."))

    @property
    def app(self) -> str:
        return self.path.partition("/")[0]

    def is_one_of(self, *names: str) -> bool:
        """Is it, or lies it in, what goes by one of these names inside its app?"""
        return any(part.removesuffix(".py") in names for part in self.path.split("/")[1:])


def sources() -> Iterator[Source]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "/migrations/" not in name:
                yield Source(name, ast.parse(path.read_text("utf-8")))


def planted(path: str, text: str) -> Source:
    """A fault put there to see whether a rule finds it."""
    return Source(path, ast.parse(text))


def functions(source: Source) -> Iterator[ast.FunctionDef]:
    """Those of the module itself, with their methods."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef):
            yield node


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a method, by the method's name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node


def root_name(node: ast.AST) -> str:
    """What a chain like `Filing.objects.filter(…)` starts from."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def own_models() -> list[type[Model]]:
    """The project's tables, without those of their history."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in APPS and not model.__name__.startswith("Historical")
    ]


def has_history(model: type[Model]) -> bool:
    return hasattr(model, "history")
