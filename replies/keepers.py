"""Who of the deputies' office may make rating links: nobody through an administrator's doing alone.

An account that an administrator made, gave the post to, or set a new password for is held: it makes
no links until a colleague who is not held confirms it. Where there is no such colleague, until the
rule set's waiting period is over, counted from the last thing that was done to any of these accounts.
"""

from datetime import date
from functools import cached_property

from django.utils import timezone

from replies.models import KeeperChange
from replies.permissions import can_keep_roster
from replies.workflow import KeeperStatus
from units.models import Government, RuleSet, User
from units.permissions import access_of
from units.roles import Permission
from units.selectors import limit_of, posts_in_governments, rule_set_for, work_calendar


class Keepers:
    """The deputies' office of one government on one day. Read anew for every question."""

    def __init__(self, government_id: int, today: date) -> None:
        self.government_id, self.today = government_id, today

    @cached_property
    def people(self) -> list[User]:
        posts = posts_in_governments(Permission.KEEP_ROSTER, [self.government_id], self.today)
        found = {post.user_id: post.user for post in posts}.values()
        return [
            user
            for user in found
            if can_keep_roster(access_of(user, self.today), self.government_id)
        ]

    @cached_property
    def waiting(self) -> list[KeeperChange]:
        return list(
            KeeperChange.objects.filter(
                government=self.government_id, status=KeeperStatus.WAITING
            ).select_related("user")
        )

    @cached_property
    def until(self) -> date | None:
        """The last day of the waiting period; a whole working day at least, whatever the rule says.

        For whoever changes accounts could change the rule as well.
        """
        last = KeeperChange.objects.filter(government=self.government_id).order_by("-pk").first()
        if last is None:
            return None
        rules = rule_set_for(Government(pk=self.government_id), RuleSet.Kind.MOTION)
        calendar, day = work_calendar(self.government_id), timezone.localdate(last.made_at)
        allowed = limit_of(rules.pk, "keeper_wait")
        return max(allowed.after(day, calendar), calendar.add_workdays(day, 1))

    def may_confirm(self, user_id: int) -> bool:
        """One of the office who is not held themselves."""
        held = {row.user_id for row in self.waiting}
        return user_id not in held and user_id in {user.pk for user in self.people}

    @property
    def is_waited_out(self) -> bool:
        """Nobody could confirm, and the period is over."""
        has_colleague = any(self.may_confirm(user.pk) for user in self.people)
        return not has_colleague and self.until is not None and self.today > self.until

    def is_held(self, user_id: int) -> bool:
        return any(row.user_id == user_id for row in self.waiting) and not self.is_waited_out
