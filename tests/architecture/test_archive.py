"""A plan that was archived is read only: whoever locks a row of a plan holds the plan open first.

Everybody locks in one order: the plan, what is owed, the report or the reply. Two orders would be a
deadlock on some busy morning.
"""

from __future__ import annotations

import ast

from tests.architecture.reading import ROOT, functions, planted, root_name

WITHIN_PLANS = ("documents", "tasks", "reports", "supervision", "replies")
HOLDS = frozenset({"hold_open", "locked_plan", "locked_filing", "locked_obligation"})
LOCKS = frozenset({"select_for_update", "lock"})
# What is owed is locked before these are.
ANSWERS = frozenset({"Filing", "Reply"})
# Looked at one by one.
BESIDE_PLANS = {
    ("reports/services/delegating.py", "locked_delegation"): "a delegation belongs to a unit",
    ("reports/services/delegating.py", "_lock_head"): "a delegation belongs to a unit",
    ("reports/services/delegating.py", "end_delegations"): "a delegation belongs to a unit",
    ("reports/services/leaving.py", "hand_over"): "a post belongs to a unit",
    ("reports/services/leaving.py", "_end_posts"): "a post belongs to a unit",
    ("replies/services/keepers.py", "_lock"): "an account belongs to a government",
    ("tasks/withdrawing.py", "withdraw"): "who calls it holds the plan, or what is owed",
    ("reports/services/steps.py", "lock"): "who calls it holds the plan open",
    ("replies/services/steps.py", "lock"): "who calls it holds the plan open",
    ("replies/services/promises.py", "_locked"): "a promise goes on when its plan is archived",
    (
        "documents/services/batches.py",
        "ask_batch",
    ): "reads an archive too and changes nothing of it",
    ("documents/services/batches.py", "_locked"): "the same",
    ("documents/services/batches.py", "_claim"): "the same",
    ("tasks/planfile/load.py", "load_plan"): "the plan is made here, or nothing is",
}


def calls_in_order(function):
    """By name, with what each call's chain starts from; as they stand in the source."""
    found = []
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            name = node.func
            called = name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")
            found.append((node.end_lineno, node.end_col_offset, called, root_name(node)))
    return [(called, root) for *_place, called, root in sorted(found)]


def locks_without_holding(source):
    for function in functions(source):
        names = [called for called, _root in calls_in_order(function)]
        held = next((place for place, name in enumerate(names) if name in HOLDS), len(names))
        if LOCKS & set(names[:held]):
            yield source.path, function.name


def answers_before_what_is_owed(source):
    for function in functions(source):
        locked = [root for called, root in calls_in_order(function) if called in LOCKS]
        first = next((n for n, root in enumerate(locked) if root in ANSWERS), None)
        if first is not None and "Obligation" not in locked[:first]:
            yield source.path, function.name


def service_sources():
    for app in WITHIN_PLANS:
        for path in sorted((ROOT / app).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "/migrations/" not in name:
                yield planted(name, path.read_text("utf-8"))


def test_every_lock_within_a_plan_holds_the_plan_open_first():
    found = {fault for source in service_sources() for fault in locks_without_holding(source)}
    assert found - set(BESIDE_PLANS) == set()
    assert set(BESIDE_PLANS) <= found


def test_what_is_owed_is_locked_before_what_answers_it():
    assert [f for source in service_sources() for f in answers_before_what_is_owed(source)] == []


def test_a_lock_that_holds_no_plan_or_holds_it_too_late_is_found():
    lock = "def locked_notice(pk):\n    row = Notice.objects.select_for_update().get(pk=pk)\n"
    by_name = "def enter(pk):\n    row = lock(pk)\n"
    for start in (lock, by_name):
        for text in (start, f"{start}    hold_open(row.plan_id)\n"):
            assert len(list(locks_without_holding(planted("supervision/services.py", text)))) == 1
        held = start.replace("):\n", "):\n    hold_open(1)\n", 1)
        assert list(locks_without_holding(planted("supervision/services.py", held))) == []


def test_a_report_locked_before_what_is_owed_is_found():
    text = "def f(pk):\n    {}.objects.select_for_update().first()\n    {}.objects.select_for_update().first()\n"
    wrong = planted("reports/services/x.py", text.format("Filing", "Obligation"))
    assert len(list(answers_before_what_is_owed(wrong))) == 1
    right = planted("reports/services/x.py", text.format("Obligation", "Filing"))
    assert list(answers_before_what_is_owed(right)) == []
