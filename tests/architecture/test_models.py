"""What holds of every table."""

from __future__ import annotations

import ast
import json

from django.db.models import ForeignKey, OneToOneField

from motions.models import Deputy, GroupMember, Plan
from tasks.models import Milestone, Target, Task
from tests.architecture.reading import ROOT, own_models, planted, sources
from units.models import Government, Unit

# A person may work for several governments; the others are the installation's own.
OF_NO_GOVERNMENT = {
    "Bounce",
    "User",
    "MailboxItem",
    "RehearsalClock",
    "SweepMark",
    "DeadLetter",
    "JobState",
    "Redelivery",
    "WrongGuess",
}


def leads_to_government(model, on_the_way=frozenset()):
    if model is Government:
        return True
    return any(
        leads_to_government(field.related_model, on_the_way | {model})
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | OneToOneField)
        and field.related_model not in on_the_way | {model}
    )


def test_every_row_belongs_to_a_government():
    lost = {model.__name__ for model in own_models() if not leads_to_government(model)}
    assert lost == OF_NO_GOVERNMENT


def test_saving_does_what_it_says():
    """No `save()` or `delete()` of its own: what follows a step is written in its service."""
    for model in own_models():
        for name in ("save", "delete"):
            assert getattr(model, name).__module__.startswith("django."), (model, name)


def imports_signals(source):
    for node in ast.walk(source.tree):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if any(name.endswith("db.models.signals") or name == "django.dispatch" for name in names):
            return True
    return False


def test_nothing_happens_by_signal():
    assert [source.path for source in sources() if imports_signals(source)] == []


def test_a_signal_is_found():
    assert imports_signals(planted("tasks/x.py", "from django.db.models.signals import post_save"))


# -- the plan file fits its tables -------------------------------------------------------------------

SCHEMA = json.loads((ROOT / "motions" / "plan_schema.json").read_text("utf-8"))


def longest(path):
    """The longest text the schema takes at a place: its own limit, or that of what it refers to."""
    node = SCHEMA
    for step in path:
        node = node[step]
    while "maxLength" not in node:
        node = node["anyOf"][0] if "anyOf" in node else SCHEMA["$defs"][node["$ref"].split("/")[-1]]
    return node["maxLength"]


def test_no_text_that_the_schema_takes_is_too_long_for_its_column():
    document = ("properties", "document", "properties")
    task = ("$defs", "task", "properties")
    target = ("$defs", "target", "properties")
    group = ("$defs", "leading_group", "properties")
    member = (*group, "members", "items", "properties")
    motion = ("properties", "motions", "items", "properties")
    columns = [
        (Plan, "slug", ("properties", "id")),
        (Plan, "number", (*document, "number")),
        (Plan, "title", (*document, "title")),
        (Plan, "session", (*document, "session")),
        (Plan, "office_director", (*group, "office_director")),
        (Government, "name", (*document, "issuer")),
        (Unit, "name", ("properties", "host_unit")),
        (Deputy, "name", (*motion, "lead_proposer")),
        (GroupMember, "name", (*member, "name")),
        (GroupMember, "post", (*member, "post")),
        (Task, "key", (*task, "key")),
        (Task, "number", (*task, "number")),
        (Task, "title", (*task, "title")),
        (Task, "due_text", (*task, "due_text")),
        (Target, "name", (*target, "name")),
        (Target, "unit", (*target, "unit")),
        (Milestone, "name", ("$defs", "milestone", "properties", "name")),
    ]
    for model, column, path in columns:
        assert longest(path) <= model._meta.get_field(column).max_length, (model, column)


def test_no_figure_that_the_schema_takes_is_too_large_for_its_column():
    column = Target._meta.get_field("minimum")
    most = SCHEMA["$defs"]["optional_figure"]["maximum"]
    assert most < 10 ** (column.max_digits - column.decimal_places)
