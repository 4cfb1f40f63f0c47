"""A plan that was archived is read only: whoever locks a row of a plan holds the plan open first."""

from __future__ import annotations

import ast

from tests.architecture.reading import ROOT, functions, planted

WITHIN_PLANS = ("tasks", "reports", "supervision", "replies")
HOLDS = frozenset({"hold_open", "locked_plan", "locked_filing", "check_open"})
# Looked at one by one.
BESIDE_PLANS = {
    ("reports/services/delegating.py", "locked_delegation"): "a delegation belongs to a unit",
    ("reports/services/delegating.py", "_lock_head"): "a delegation belongs to a unit",
    ("reports/services/delegating.py", "end_delegations"): "a delegation belongs to a unit",
    ("reports/services/leaving.py", "hand_over"): "a post belongs to a unit",
    ("reports/services/leaving.py", "_end_posts"): "a post belongs to a unit",
    ("reports/services/steps.py", "lock"): "who calls it holds the plan open",
    ("replies/services/promises.py", "_locked"): "a promise goes on when its plan is archived",
    ("tasks/planfile/load.py", "load_plan"): "the plan is made here, or nothing is",
}


def names_called(function):
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            name = node.func
            yield name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")


def locks_without_holding(source):
    for function in functions(source):
        called = set(names_called(function))
        if "select_for_update" in called and not called & HOLDS:
            yield source.path, function.name


def service_sources():
    for app in WITHIN_PLANS:
        for path in sorted((ROOT / app).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "/migrations/" not in name:
                yield planted(name, path.read_text("utf-8"))


def test_every_lock_within_a_plan_holds_the_plan_open():
    found = {fault for source in service_sources() for fault in locks_without_holding(source)}
    assert found - set(BESIDE_PLANS) == set()
    assert set(BESIDE_PLANS) <= found


def test_a_lock_that_does_not_is_found():
    text = "def locked_notice(pk):\n    return Notice.objects.select_for_update().get(pk=pk)\n"
    assert list(locks_without_holding(planted("supervision/services.py", text))) == [
        ("supervision/services.py", "locked_notice")
    ]
