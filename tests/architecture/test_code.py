"""House rules that neither the linter nor the import contracts can see."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tests.architecture.reading import ROOT, calls, functions, planted, root_name, sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.architecture.reading import Source

    Rule = Callable[[Source], Iterator[str]]


def faults(rule: Rule) -> list[str]:
    return [f"{source.path}:{fault}" for source in sources() for fault in rule(source)]


# -- views hold no rules and no reads ----------------------------------------------------------------

# What only a queryset has.
READS = frozenset({
    "aggregate", "annotate", "bulk_create", "distinct", "exclude", "filter", "get_or_create",
    "order_by", "prefetch_related", "select_for_update", "select_related", "update_or_create",
    "values_list",
})  # fmt: skip


def reads_in_views(source: Source) -> Iterator[str]:
    if not source.is_one_of("views"):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in {*READS, "objects"}:
            yield f"{node.lineno} .{node.attr}"


def test_views_read_through_selectors():
    assert faults(reads_in_views) == []


def test_a_read_in_a_view_is_found():
    text = "def page(request):\n    return Plan.objects.filter(pk=1)\n"
    assert len(list(reads_in_views(planted("tasks/views.py", text)))) == 2
    assert len(list(reads_in_views(planted("reports/views/office.py", text)))) == 2
    assert list(reads_in_views(planted("tasks/selectors.py", text))) == []


# -- services ----------------------------------------------------------------------------------------


def verbs_with_places(source: Source) -> Iterator[str]:
    """A verb is what is atomic by itself; who calls it names every argument."""
    if not source.is_one_of("services"):
        return
    for function in functions(source):
        decorators = {ast.unparse(decorator) for decorator in function.decorator_list}
        taken = function.args.posonlyargs + function.args.args
        if "transaction.atomic" in decorators and taken:
            yield f"{function.lineno} {function.name}({taken[0].arg}, …)"


def test_every_argument_of_a_service_is_named():
    assert faults(verbs_with_places) == []


def test_a_service_with_places_is_found():
    text = "@transaction.atomic\ndef submit(filing, *, now): ...\n"
    assert len(list(verbs_with_places(planted("reports/services/x.py", text)))) == 1


def screens_in_services(source: Source) -> Iterator[str]:
    if not source.is_one_of("services", "selectors", "permissions", "models", "workflow"):
        return
    for node in ast.walk(source.tree):
        module = node.module if isinstance(node, ast.ImportFrom) else ""
        if module in {"django.http", "django.shortcuts", "django.contrib"}:
            yield f"{node.lineno} {module}"
        if isinstance(node, ast.arg) and node.arg == "request":
            yield f"{node.lineno} takes a request"


def test_nothing_below_the_views_knows_of_requests():
    assert faults(screens_in_services) == []


def test_a_request_below_the_views_is_found():
    text = "from django.http import HttpRequest\ndef f(*, request): ...\n"
    assert len(list(screens_in_services(planted("reports/services/x.py", text)))) == 2


# -- what is owed ------------------------------------------------------------------------------------


def withdrawals(source: Source) -> Iterator[str]:
    """What hangs on it has to go along, which one place sees to."""
    for node in ast.walk(source.tree):
        is_set = isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        if is_set and node.attr == "withdrawn_at" and source.path != "tasks/withdrawing.py":
            yield f"{node.lineno} .withdrawn_at ="


def test_what_is_owed_is_withdrawn_in_one_place():
    assert faults(withdrawals) == []


def test_a_withdrawal_of_ones_own_is_found():
    text = "def f(owed, now):\n    owed.withdrawn_at, owed.reason = now, ''\n"
    assert len(list(withdrawals(planted("reports/services/x.py", text)))) == 1
    assert list(withdrawals(planted("tasks/withdrawing.py", text))) == []


# -- time --------------------------------------------------------------------------------------------

# Where business time comes in: it is passed down from here.
BUSINESS = ("views", "jobs", "commands", "access", "context_processors", "clock")
BUSINESS_BESIDES = {
    "replies/admin.py",  # the views of the administrator's site
    "reminders/admin.py",
    "notifications/backends.py",  # notes when a mail came into the mailbox
}
# Machine time: claims, pauses, heartbeats, and when a row was written.
MACHINE = {
    "common/clock.py",
    "documents/services/batches.py",
    "documents/services/renewing.py",
    "engine/beat.py",
    "engine/selectors.py",
    "engine/services/letters.py",
    "engine/services/schedule.py",
    "engine/services/ticks.py",
    "notifications/carriers/robots.py",
    "notifications/carriers/sms.py",
    "notifications/claims.py",
    "notifications/delivery.py",
    "notifications/models/message.py",
    "notifications/services.py",
    "reminders/feeds/services.py",
    "notifications/trying.py",
    "reminders/models/reminder.py",
    "reminders/wakes.py",
    "units/loading/uploads.py",
    "units/views.py",
}
CLOCKS = {("clock", "now"), ("clock", "today")}
MACHINES = {
    ("timezone", "now"),
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("time", "time"),
}


def clocks_read(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Attribute):
            continue
        read = (root_name(node), node.attr)
        is_business = source.is_one_of(*BUSINESS) or source.path in BUSINESS_BESIDES
        if read in CLOCKS and not is_business:
            yield f"{node.lineno} {'.'.join(read)}"
        if read in MACHINES and source.path not in MACHINE:
            yield f"{node.lineno} {'.'.join(read)}"
    for name, call in calls(source.tree):
        if name in {"localdate", "localtime"} and not call.args:
            yield f"{call.lineno} {name}() of this moment"


def test_time_is_passed_down():
    assert faults(clocks_read) == []


def test_a_clock_read_below_the_views_is_found():
    text = "def f():\n    clock.now()\n    timezone.now()\n    timezone.localdate()\n    date.today()\n"
    assert len(list(clocks_read(planted("reports/services/x.py", text)))) == 4
    assert len(list(clocks_read(planted("reports/views/x.py", text)))) == 3


def test_what_may_read_a_clock_does():
    read = {
        (source.path, (root_name(node), node.attr))
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute)
    }
    assert {path for path, what in read if what in CLOCKS} >= BUSINESS_BESIDES
    assert {path for path, what in read if what in MACHINES} == MACHINE


# -- money and measures ------------------------------------------------------------------------------


def binary_numbers(source: Source) -> Iterator[str]:
    """A figure is a Decimal from the form to the database; a float is no figure."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr == "FloatField":
            yield f"{node.lineno} FloatField"


def test_no_figure_is_kept_in_binary():
    assert faults(binary_numbers) == []


# -- templates ---------------------------------------------------------------------------------------

# The Content-Security-Policy stops all of these in the browser, without a word. `only=` is no event
# but what a template tag is given.
NOT_IN_A_PAGE = re.compile(
    r"\sstyle=|\son(?!ly=)[a-z]+=|<style|<script(?![^>]*\bsrc=)|javascript:|https?://(?!www\.w3\.org/)"
)


def refused_by_the_browser(text: str) -> list[str]:
    return [found.group() for found in NOT_IN_A_PAGE.finditer(text)]


def test_pages_bring_their_styles_and_scripts_from_the_portal_itself():
    wrong = {
        path.relative_to(ROOT).as_posix(): found
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if path.parent.name != "mail"  # read by mail programs, which know no style sheets
        if (found := refused_by_the_browser(path.read_text("utf-8")))
    }
    assert wrong == {}


def test_what_the_browser_would_refuse_is_found():
    text = '<p style="x"><script>1</script><a onclick="x" href="https://cdn.test/">'
    assert len(refused_by_the_browser(text)) == 4
    assert refused_by_the_browser('<script src="/static/js/x.js" defer></script>') == []
