"""The auditors' history sees `save()` alone: what goes round it stays off models that have one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Model

from tests.architecture.reading import (
    calls,
    functions,
    has_history,
    own_models,
    planted,
    root_name,
    sources,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.architecture.reading import Source

ROUND_HISTORY = frozenset({"update", "bulk_create", "bulk_update"})
# Calls on something other than a model by its name, looked at one by one.
LOOKED_AT = {
    ("common/differences.py", "seal"): "a hash",
    ("common/kept_files.py", "digest_of"): "a digest",
    ("dashboards/batches/makers.py", "register"): "a table of functions",
    ("documents/services/packing.py", "unpacked"): "items of a batch, which have no history",
    ("reports/services/versions.py", "_copy_parts"): "rows of a draft, which have no history",
    ("engine/services/ticks.py", "begin"): "where a job stands, which has no history",
    ("common/pdf_shortcuts.py", "resolve_percentages"): "dictionaries",
    ("reminders/services.py", "_link_to_messages"): "the ledger of reminders, which has no history",
}


def unseen_writes(source: Source) -> Iterator[str]:
    for function in functions(source):
        for name, call in calls(function):
            if name not in ROUND_HISTORY:
                continue
            root = root_name(call.func)
            model = getattr(source.module, root, None) if root else None
            if isinstance(model, type) and issubclass(model, Model):
                if has_history(model):
                    yield f"{source.path}:{call.lineno} {root}.{name}()"
            elif (source.path, function.name) not in LOOKED_AT:
                yield f"{source.path}:{call.lineno} {name}() on what is not clear"


def test_nothing_is_written_past_the_history():
    assert [fault for source in sources() for fault in unseen_writes(source)] == []


def test_a_write_past_the_history_is_found():
    text = (
        "def f():\n    Obligation.objects.filter(pk=1).update(met_at=None)\n    rows.update(x=1)\n"
    )
    assert len(list(unseen_writes(planted("tasks/obligations.py", text)))) == 2


def test_what_was_looked_at_is_still_there():
    there = {
        (source.path, function.name)
        for source in sources()
        for function in functions(source)
        if any(name in ROUND_HISTORY for name, _call in calls(function))
    }
    assert set(LOOKED_AT) <= there


def test_what_people_decide_on_has_a_history():
    """Drafts' rows are replaced with every save, messages and ledgers are only ever added to."""
    without = {model.__name__ for model in own_models() if not has_history(model)}
    assert without == WITHOUT_HISTORY


WITHOUT_HISTORY = {
    "Attachment", "Batch", "BatchItem", "Bounce", "CalendarDay", "CalendarFeed", "CalendarYear",
    "ContributionFigure", "ContributionVersion", "DeadLetter", "DigestWeek", "Event", "Explanation",
    "Figure", "FigureSource",
    "FilingEvent", "FilingVersion", "FindingExplanation", "HandOut", "Handover", "IssuedDocument", "IssuedNumber",
    "JobState", "Letter", "MailboxItem", "Message", "MilestoneResult", "NoticeIssue", "PlanVersion", "PromiseDate",
    "Rating", "RatingLink", "Reassignment", "Redelivery", "RehearsalClock", "Reminder", "RuleSet", "Scan",
    "SealedScan", "SweepMark", "UnitAlias", "UnitGroup", "UnitGroupMember", "UnitName", "Upload", "Wake", "WrongGuess",
}  # fmt: skip
