"""What the frame of every page shows of the person: where they can go, who they are, what waits.

In `config` because it looks across the apps. Six queries, whatever the number of plans: three for the
roles (shared with the view), one each for unit names, plans and unread messages. Three more for who keeps the calendar.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import clock
from motions.models import Plan, reviewed_by
from motions.permissions import can_read_submitted
from notifications.selectors import unread_count
from reminders.working_days.selectors import years_asked_for
from units.access import access_for
from units.permissions import Access, Grant
from units.roles import Permission, Role

PLANS_IN_SWITCHER = 6
READERS = frozenset({Role.OFFICE, Role.SUPERVISOR})
KEEPER = frozenset({Role.DEPUTIES_OFFICE})


@dataclass(frozen=True)
class Entry:
    """One place to go. `views` are the pages that lie under it."""

    url_name: str
    words: str | Promise
    icon: str
    roles: frozenset[str] | None = None
    of_plan: bool = False
    views: frozenset[str] = frozenset()


ENTRIES = (
    Entry("home", _("首页"), "home", READERS | {Role.VICE_MAYOR}),
    Entry(
        "my_work",
        _("我的工作"),
        "tick-list",
        frozenset({Role.CLERK, Role.HEAD, Role.VICE_MAYOR}) | READERS,
        views=frozenset(
            {
                "filing",
                "filing_part",
                "filing_version",
                "receipt",
                "receipts",
                "ask_extension",
                "reply",
                "answer",
                "contribution",
                "contributions",
                "gathering",
                "co_signature",
                "reply_co_signature",
                "calendar_feeds",
                "calendar_feed_make",
            }
        ),
    ),
    Entry("ratings", _("评价"), "send", KEEPER, views=frozenset({"rating", "rating_links"})),
    Entry("deputies", _("代表"), "users", KEEPER, views=frozenset({"deputy"})),
    Entry(
        "review_queue",
        _("审核"),
        "stamp",
        frozenset({Role.OFFICE}),
        views=frozenset({"review"}),
    ),
    Entry(
        "board",
        _("看板"),
        "board",
        READERS | {Role.VICE_MAYOR},
        of_plan=True,
        views=frozenset({"late", "leaf_figures", "closing", "findings", "wall"}),
    ),
    Entry(
        "supervision",
        _("督办"),
        "flag",
        frozenset({Role.SUPERVISOR}),
        of_plan=True,
        views=frozenset({"notice", "issue_notice", "bulletin", "bulletins"}),
    ),
    Entry("register", _("登记"), "book", frozenset({Role.OFFICE}), of_plan=True),
    Entry("ledger", _("台账"), "table", READERS, of_plan=True),
    Entry("exports", _("导出"), "download", READERS, of_plan=True),
    Entry(
        "reminders",
        _("提醒"),
        "bell",
        READERS,
        of_plan=True,
        views=frozenset(
            {"deliveries", "send_again", "reminder_calendar", "plan_rules", "plan_rule"}
        ),
    ),
    Entry(
        "plan",
        _("计划"),
        "file",
        of_plan=True,
        views=frozenset(
            {
                "plans",
                "leaf",
                "amend_plan",
                "assignments",
                "assignment",
                "extensions",
                "extension",
                "issued_documents",
                "issued_document",
            }
        ),
    ),
    Entry("admin:index", _("管理"), "gear", frozenset({Role.SYSTEM_ADMIN})),
    Entry(
        "reference",
        _("单位和人员"),
        "table",
        frozenset({Role.SYSTEM_ADMIN}),
        views=frozenset({"reference_load", "reference_difference", "load_plan"}),
    ),
    Entry(
        "channels",
        _("发送渠道"),
        "send",
        frozenset({Role.SYSTEM_ADMIN}),
        views=frozenset({"channel", "quiet_hours"}),
    ),
    Entry(
        "government_rules",
        _("提醒规则"),
        "bell",
        frozenset({Role.SYSTEM_ADMIN}),
        views=frozenset({"government_rule"}),
    ),
    Entry(
        "work_calendars",
        _("工作日历"),
        "calendar",
        frozenset({Role.SYSTEM_ADMIN}),
        views=frozenset({"work_calendar"}),
    ),
    Entry("handover", _("人员交接"), "users", frozenset({Role.SYSTEM_ADMIN})),
    Entry("bounces", _("退信"), "return", frozenset({Role.SYSTEM_ADMIN})),
    Entry("jobs", _("后台任务"), "gear", frozenset({Role.SYSTEM_ADMIN})),
    Entry("clock", _("时钟"), "clock", frozenset({Role.SYSTEM_ADMIN})),
)

# Pages of one thing, which the browser lists as opened last: static/js/palette.js.
ITEMS = frozenset(
    {
        "board",
        "bulletin",
        "contribution",
        "difficulty",
        "filing",
        "filing_version",
        "instruction",
        "leaf",
        "leaf_figures",
        "notice",
        "plan",
        "rating",
        "reply",
        "review",
        "unit",
    }
)


@dataclass(frozen=True)
class Link:
    words: str | Promise
    address: str
    icon: str = ""
    is_current: bool = False


def navigation(request: HttpRequest) -> dict[str, Any]:
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    access = access_for(request)
    plans = _plans(request, access)
    return {
        "nav_links": list(_links(request, access, plans[0] if plans else None)),
        "nav_is_item": _view_name(request) in ITEMS,
        "nav_plan": plans[0] if plans else None,
        "nav_plans": list(_plan_links(request, plans)),
        "nav_posts": _posts(access),
        "nav_years_asked": _years_asked(access),
        "nav_unread": unread_count(request.user),
        "may_move_clock": access.has_anywhere(Permission.MOVE_CLOCK),
    }


def _years_asked(access: Access) -> list[tuple[int, int]]:
    """Government and year of holidays that its administrator has to enter. No query for others."""
    managed = access.governments_with(Permission.MANAGE_REFERENCE_DATA)
    asked = years_asked_for(access.on, managed) if managed else {}
    return [(pk, year) for pk, years in asked.items() for year in years]


def _plans(request: HttpRequest, access: Access) -> list[Plan]:
    """The plan this page is about, or else the newest of the person's own, then the next ones."""
    match = request.resolver_match
    current = getattr(request, "plan_id", None) or (match.kwargs.get("plan_id") if match else None)
    own = reviewed_by(access.units) | Q(supervisor_unit__in=access.units)
    place = Case(
        When(pk=current or 0, then=Value(0)),
        When(own, then=Value(1)),
        default=2,
        output_field=IntegerField(),
    )
    plans = Plan.objects.visible_to(access).order_by(place, "-issued_on", "-pk")
    return list(plans[:PLANS_IN_SWITCHER])


def _links(request: HttpRequest, access: Access, plan: Plan | None) -> Iterable[Link]:
    view = _view_name(request)
    roles = {grant.role for grant in access.grants}
    reads = plan is not None and can_read_submitted(access, plan)
    for entry in ENTRIES:
        if not _is_shown(entry, roles, has_plan=plan is not None, reads=reads):
            continue
        address = reverse(entry.url_name, args=[plan.pk] if entry.of_plan and plan else [])
        is_current = view == entry.url_name or view in entry.views
        yield Link(entry.words, address, entry.icon, is_current)


def _is_shown(entry: Entry, roles: set[str], *, has_plan: bool, reads: bool) -> bool:
    """What belongs to a plan needs one; for all but the plan itself one must be among its readers."""
    if entry.of_plan and not (reads or (has_plan and entry.roles is None)):
        return False
    if entry.url_name == "clock" and not clock.is_rehearsal():
        return False
    return entry.roles is None or bool(entry.roles & roles)


def _plan_links(request: HttpRequest, plans: list[Plan]) -> Iterable[Link]:
    """To the same page of another plan where the page has one, else to the plan itself."""
    match = request.resolver_match
    view = _view_name(request) if match and set(match.kwargs) == {"plan_id"} else "plan"
    for index, plan in enumerate(plans):
        yield Link(str(plan), reverse(view, args=[plan.pk]), is_current=index == 0)


def _view_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _posts(access: Access) -> list[str]:
    """Unit and role, as the person would say who they are."""
    return [f"{g.unit_name} · {_role_words(g)}" for g in access.grants]


def _role_words(grant: Grant) -> str:
    if grant.acting_for:
        return gettext("代%(head)s审签") % {"head": grant.acting_for}
    return str(Role(grant.role).label)
