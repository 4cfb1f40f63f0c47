"""What an administrator did to an account of the deputies' office: told, confirmed, waited out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from common.errors import NotAllowedError, NotVisibleError
from common.language import for_others
from events import services as events
from notifications.services import notify
from replies.errors import KeeperHeldError
from replies.keepers import Keepers
from replies.models import KeeperChange
from replies.services.steps import local_day
from replies.words import KEEPER_WORDS
from replies.workflow import KEEPER_LIFE, KeeperAction, KeeperActor
from units.models import Government, Membership, User
from units.permissions import Access
from units.roles import Permission, Role
from units.selectors import posts_in_governments


@dataclass(frozen=True)
class Account:
    """What of a person decides who can act as one of the deputies' office."""

    password: str
    is_active: bool
    posts: frozenset[tuple[int, int, str, date, date | None]]

    @property
    def keeps_in(self) -> frozenset[int]:
        """Governments whose deputies' office the person belongs to, did belong to, or will."""
        return frozenset(post[0] for post in self.posts if post[2] == Role.DEPUTIES_OFFICE)


NO_ACCOUNT = Account("", is_active=False, posts=frozenset())


def account_of(user_id: int | None) -> Account:
    """As it stands in the database now."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        return NO_ACCOUNT
    posts = Membership.objects.filter(user=user).values_list(
        "unit__government", "unit", "role", "from_on", "until_on"
    )
    return Account(user.password, user.is_active, frozenset(posts))


@transaction.atomic
def note_administered(*, user_id: int, before: Account, by: User, now: datetime) -> None:
    """After an administrator saved a person. Also what takes somebody out of the office is told."""
    after = account_of(user_id)
    if after == before:
        return
    user = User.objects.get(pk=user_id)
    for government_id in sorted(before.keeps_in | after.keeps_in):
        change = KeeperChange.objects.create(
            government_id=government_id, user=user, made_at=now, made_by_name=by.name
        )
        events.note(change, KeeperAction.TOUCH, by=by, now=now)
        _tell(change, [user, *_told(government_id, now)], by, now)


def _told(government_id: int, now: datetime) -> Iterable[User]:
    """Every present keeper; and the bureau, for the case that no keeper is left."""
    for permission in (Permission.KEEP_ROSTER, Permission.SUPERVISE):
        for post in posts_in_governments(permission, [government_id], local_day(now)):
            yield post.user


def _tell(change: KeeperChange, told: Iterable[User], by: User, now: datetime) -> None:
    with for_others():
        facts = {"user": change.user, "by": by.name}
        subject = _("人大代表工作机构账号变动：%(user)s（由 %(by)s 设置）") % facts
        body = (
            _(
                "管理员 %(by)s 设置或变动了 %(user)s 的账号、密码或任职。确认以前这个账号不能制作评价链接。"
                "不知情的，请不要确认，并向督查部门反映。"
            )
            % facts
        )
        notify(
            recipients=told,
            subject=subject,
            body=body,
            link=reverse("ratings"),
            key=f"keeper/{change.pk}",
            now=now,
        )


@transaction.atomic
def confirm_keeper(*, change_id: int, by: User, access: Access, now: datetime) -> KeeperChange:
    """By a colleague who is not held; with everything done to that account up to this change."""
    found = KeeperChange.objects.filter(pk=change_id).first()
    if found is None or found.government_id not in access.governments_with(Permission.KEEP_ROSTER):
        raise NotVisibleError
    _lock(found.government_id)
    keepers = Keepers(found.government_id, local_day(now))
    if not keepers.may_confirm(by.pk):
        raise NotAllowedError
    change = KeeperChange.objects.get(pk=change_id)
    step = events.check_step(
        change.status,
        KEEPER_LIFE,
        KEEPER_WORDS,
        KeeperAction.CONFIRM,
        actors=frozenset({KeeperActor.COLLEAGUE}),
    )
    for row in keepers.waiting:
        if row.user_id == change.user_id and row.pk <= change.pk:
            events.take_step(row, step, by=by, now=now)
    change.refresh_from_db()
    return change


def check_not_held(*, government_id: int, by: User, now: datetime) -> None:
    keepers = Keepers(government_id, local_day(now))
    if keepers.is_held(by.pk):
        raise KeeperHeldError(until=keepers.until)


@transaction.atomic
def settle(*, government_ids: Iterable[int], now: datetime) -> None:
    """Before an administrator changes anything: whoever has waited long enough by now has done so,
    whoever comes or goes afterwards; and whoever has not goes on waiting.
    """
    for government_id in sorted(government_ids):
        _lock(government_id)
        keepers = Keepers(government_id, local_day(now))
        for change in keepers.waiting if keepers.is_waited_out else ():
            _wait_out(change, now)


def _wait_out(change: KeeperChange, now: datetime) -> None:
    with for_others():
        name = _("平台")
    step = KEEPER_LIFE[KeeperAction.WAIT_OUT]
    events.take_step(change, step, by=None, by_name=name, now=now)


def _lock(government_id: int) -> None:
    Government.objects.select_for_update().get(pk=government_id)
