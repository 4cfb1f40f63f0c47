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
    them, every one. A query, and one more where there are several.
    """
    plans = list(plans)
    if not plans:
        return {}
    governments = {plan.government_id for plan in plans}
    posts = posts_in_governments(Permission.WRITE_INSTRUCTIONS, governments, today)
    found = {
        plan.pk: [post for post in posts if post.unit.government_id == plan.government_id]
        for plan in plans
    }
    return found | _leading({pk: own for pk, own in found.items() if len(own) > 1})


def _leading(several: dict[int, list[Membership]]) -> dict[int, list[Membership]]:
    """Where the leading group names some of them as its leader, those."""
    if not several:
        return {}
    leaders: dict[int, set[str]] = defaultdict(set)
    named = GroupMember.objects.filter(plan__in=several, role=GroupMember.Role.LEADER)
    for plan_id, name in named.values_list("plan", "name"):
        leaders[plan_id].add(_bare(name))
    found = {
        pk: [post for post in own if _bare(post.user.name) in leaders[pk]]
        for pk, own in several.items()
    }
    return {pk: leading for pk, leading in found.items() if leading}


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
