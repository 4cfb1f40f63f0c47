"""What the steps of a reply have in common: lock, look again, owe, tell."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import NotAllowedError, NotVisibleError
from common.life import Step
from events import services as events
from motions.services import hold_open
from notifications.services import notify
from replies.errors import ReplyNotEditableError
from replies.models import Reply
from replies.permissions import actors_of, can_edit, can_read_reply
from replies.workflow import EDITABLE, LIFE, Action, Status
from tasks.models import Obligation, Task
from units.models import User
from units.permissions import Access
from units.roles import Permission
from units.selectors import people_with


def locked_reply(obligation_id: int, access: Access) -> Reply:
    """The reply, it and what it meets locked until the end of the transaction; 404 when not visible."""
    rows = Reply.objects.select_related("obligation__plan")
    found = _visible(rows.filter(obligation=obligation_id).first(), access)
    hold_open(found.obligation.plan_id)
    return _visible(lock(obligation_id), access)


def lock(obligation_id: int) -> Reply | None:
    """In the order of everybody: what is owed, then the reply. Whoever calls it holds the plan open.

    Both as their locks found them. What they refer to is read when it is asked for, so after: rows
    joined to one that had to be waited for would be those of before.
    """
    owed = Obligation.objects.select_for_update(no_key=True).filter(pk=obligation_id).first()
    reply = Reply.objects.select_for_update().filter(obligation=obligation_id).first()
    if reply is not None:
        reply.obligation = owed
    return reply


def visible_reply(obligation_id: int, access: Access) -> Reply:
    return _visible(read_reply(obligation_id), access)


def _visible(reply: Reply | None, access: Access) -> Reply:
    if reply is None or not can_read_reply(access, reply.obligation, reply):
        raise NotVisibleError
    return reply


def read_reply(obligation_id: int) -> Reply | None:
    return (
        Reply.objects.filter(obligation=obligation_id)
        .select_related(
            "obligation__plan__supervisor_unit",
            "obligation__plan__government",
            "obligation__unit__merged_into",
            "obligation__motion",
            "obligation__parent",
        )
        .first()
    )


def check_step(reply: Reply, action: Action, access: Access, reason: str = "") -> Step:
    return events.check_step(
        reply.status, LIFE, reply.words, action, actors=actors_of(access, reply), reason=reason
    )


def check_editable(reply: Reply, access: Access) -> None:
    if not can_edit(access, reply):
        raise NotAllowedError
    if reply.status not in EDITABLE:
        raise ReplyNotEditableError(status=reply.words.statuses[Status(reply.status)])


def owe(
    reply: Reply,
    kind: str,
    *,
    key: str,
    unit_id: int,
    due_on: date,
    task: Task | None = None,
) -> Obligation:
    """Something that follows from a reply. Its key is kept apart by that of the reply's own."""
    owed = reply.obligation
    return Obligation.objects.create(
        government_id=owed.government_id,
        plan=owed.plan,
        plan_version=owed.plan_version,
        key=f"{key}/{owed.key}",
        kind=kind,
        unit_id=unit_id,
        parent=owed,
        task=task,
        motion=owed.motion,
        original_due_on=due_on,
        due_on=due_on,
    )


def meet(owed: Obligation, now: datetime) -> None:
    if owed.met_at is None:
        owed.met_at = now
        owed.save()


def tell(
    reply: Reply,
    recipients: Iterable[User],
    *,
    news: str,
    key: str,
    now: datetime,
    detail: str = "",
    link: str = "",
) -> None:
    """A notice with a link to the reply. `key` keeps it from going out twice."""
    subject = _("答复《%(motion)s》：%(news)s") % {"motion": reply.obligation.motion, "news": news}
    notify(
        recipients=recipients,
        subject=subject,
        body=f"{subject}\n{detail}".strip(),
        link=link or reverse("reply", args=[reply.obligation_id]),
        key=f"reply/{reply.pk}/{key}",
        now=now,
        is_sample=reply.is_sample,
    )


def people(permission: Permission, unit_ids: Iterable[int], now: datetime) -> list[User]:
    found = people_with(permission, unit_ids, local_day(now))
    return list({row.user_id: row.user for row in found}.values())


def host_people(reply: Reply, permission: Permission, now: datetime) -> list[User]:
    return people(permission, [reply.obligation.unit_id], now)


def local_day(moment: datetime) -> date:
    return timezone.localdate(moment)
