"""The vice mayor in charge of a plan."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from motions.models import GroupMember, Plan
from units.models import Membership
from units.permissions import Access
from units.roles import Permission
from units.selectors import posts_in_governments


def vice_mayors_of(plans: Iterable[Plan], today: date) -> dict[int, list[Membership]]:
    """By plan, the posts of those who instruct: who holds the role in its government.

    Of several, those alone whom the plan's leading group names as its leader; where it names none of
    them, every one. Two queries.
    """
    plans = list(plans)
    if not plans:
        return {}
    leaders: dict[int, set[str]] = defaultdict(set)
    named = GroupMember.objects.filter(plan__in=plans, role=GroupMember.Role.LEADER)
    for plan_id, name in named.values_list("plan", "name"):
        leaders[plan_id].add(_bare(name))
    governments = {plan.government_id for plan in plans}
    posts = posts_in_governments(Permission.WRITE_INSTRUCTIONS, governments, today)
    found = {}
    for plan in plans:
        own = [post for post in posts if post.unit.government_id == plan.government_id]
        leading = [post for post in own if _bare(post.user.name) in leaders[plan.pk]]
        found[plan.pk] = leading or own
    return found


def led_by(access: Access, plans: Iterable[Plan]) -> frozenset[int]:
    """Which of the plans the person is the vice mayor in charge of. No query for who is none."""
    governments = access.governments_with(Permission.WRITE_INSTRUCTIONS)
    own = [plan for plan in plans if plan.government_id in governments]
    found = vice_mayors_of(own, access.on)
    return frozenset(
        plan_id
        for plan_id, posts in found.items()
        if any(post.user_id == access.user_id for post in posts)
    )


def _bare(name: str) -> str:
    """Directives print names of two characters with a space between them."""
    return "".join(name.split())
