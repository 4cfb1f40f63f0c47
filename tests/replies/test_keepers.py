"""No administrator comes to make rating links through an account they made or whose password they set."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

import pytest
from django.test import Client

from common import clock
from common.errors import NotAllowedError
from events.models import Event
from notifications.models import Message
from replies.errors import KeeperHeldError
from replies.models import KeeperChange, RatingLink
from replies.selectors import latest_link
from replies.services.following import make_links
from replies.services.keepers import confirm_keeper
from tests.answering import REPLIED_AT, Answering
from tests.playing import Person, at, person
from units.models import Membership, Rule, Unit, User
from units.permissions import access_of
from units.roles import Role

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-enough-pass-2022"
FRIDAY, MONDAY, TUESDAY = at("2022-09-16"), at("2022-09-19"), at("2022-09-20")


class Admin:
    """An administrator at work in `/admin/`, in their browser."""

    def __init__(self, issued: Answering) -> None:
        self.issued = issued
        self.user = person(issued.host, Role.SYSTEM_ADMIN, name="admin").user
        self.client = Client()
        self.client.force_login(self.user)
        self.assembly = issued.keeper.access.grants[0].unit_id

    def _sent(self, user: User | None, posts: list[dict[str, object]]) -> dict[str, object]:
        old = list(user.memberships.order_by("pk")) if user else []
        rows = [
            {
                "id": row.pk,
                "user": user.pk,
                "unit": row.unit_id,
                "role": row.role,
                "from_on": row.from_on.isoformat(),
                "until_on": row.until_on.isoformat() if row.until_on else "",
            }
            for row in old
        ]
        for place, change in enumerate(posts):
            if place < len(rows):
                rows[place] |= change
            else:
                rows.append({"from_on": "2000-01-01", "until_on": "", **change})
        data = {
            "memberships-TOTAL_FORMS": len(rows),
            "memberships-INITIAL_FORMS": len(old),
            "memberships-MIN_NUM_FORMS": 0,
            "memberships-MAX_NUM_FORMS": 1000,
        }
        for place, row in enumerate(rows):
            data |= {f"memberships-{place}-{name}": value for name, value in row.items()}
        return data

    def _post(self, address: str, data: dict[str, object]) -> None:
        self.client.force_login(self.user)
        answer = self.client.post(address, data)
        assert answer.status_code == HTTPStatus.FOUND, answer.content.decode()
        assert answer.url.startswith(("/admin/", "../"))

    def add(self, username: str) -> User:
        post = {"unit": self.assembly, "role": Role.DEPUTIES_OFFICE}
        data = self._sent(None, [post]) | {
            "username": username,
            "name": username,
            "email": f"{username}@example.test",
            "usable_password": "true",
            "password1": PASSWORD,
            "password2": PASSWORD,
        }
        self._post("/admin/units/user/add/", data)
        return User.objects.get(username=username)

    def change(self, user: User, *posts: dict[str, object], is_active: bool = True) -> None:
        data = self._sent(user, list(posts)) | {
            "username": user.username,
            "name": user.name,
            "email": user.email,
        }
        if is_active:
            data["is_active"] = "on"
        self._post(f"/admin/units/user/{user.pk}/change/", data)

    def set_password(self, user: User) -> None:
        self._post(
            f"/admin/units/user/{user.pk}/password/",
            {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD},
        )


@pytest.fixture
def issued(answering: Answering, settings) -> Answering:
    settings.REHEARSAL_CLOCK = FRIDAY.date()
    answering.issue()
    return answering


@pytest.fixture
def admin(issued: Answering) -> Admin:
    return Admin(issued)


def who(user: User, now=FRIDAY) -> Person:
    return Person(user, access_of(user, now.date()))


def links(issued: Answering, user: User, now=FRIDAY):
    seen = latest_link(issued.reply)
    return make_links(numbers=[1], seen=seen, **issued.does(who(user, now), now))


def held(issued: Answering, user: User, now=FRIDAY) -> bool:
    try:
        links(issued, user, now)
    except KeeperHeldError:
        return True
    return False


def by_a_new_account(admin: Admin) -> User:
    return admin.add("helper")


def by_a_post_for_an_account_that_is_there(admin: Admin) -> User:
    user = User.objects.create_user(username="idle", name="idle", password=PASSWORD)
    admin.change(user, {"unit": admin.assembly, "role": Role.DEPUTIES_OFFICE})
    return user


def by_ending_the_other_post(admin: Admin) -> User:
    user = person(admin.issued.host, Role.CLERK, name="both").user
    Membership.objects.create(user=user, unit_id=admin.assembly, role=Role.DEPUTIES_OFFICE)
    admin.change(user, {"until_on": "2022-09-15"})
    return user


def by_turning_a_post_into_another(admin: Admin) -> User:
    user = person(admin.issued.host, Role.CLERK, name="turned").user
    admin.change(user, {"unit": admin.assembly, "role": Role.DEPUTIES_OFFICE})
    return user


def by_a_post_that_had_ended(admin: Admin) -> User:
    user = person(admin.assembly, Role.DEPUTIES_OFFICE, name="former").user
    user.memberships.update(until_on=date(2022, 9, 1))
    admin.change(user, {"until_on": ""})
    return user


def by_the_password_of_a_keeper(admin: Admin) -> User:
    user = person(admin.assembly, Role.DEPUTIES_OFFICE, name="second keeper").user
    admin.set_password(user)
    return user


def by_waking_an_account(admin: Admin) -> User:
    user = person(admin.assembly, Role.DEPUTIES_OFFICE, name="asleep").user
    User.objects.filter(pk=user.pk).update(is_active=False)
    admin.change(User.objects.get(pk=user.pk))
    return user


WAYS = [
    by_a_new_account,
    by_a_post_for_an_account_that_is_there,
    by_ending_the_other_post,
    by_turning_a_post_into_another,
    by_a_post_that_had_ended,
    by_the_password_of_a_keeper,
    by_waking_an_account,
]


@pytest.mark.parametrize("way", WAYS)
def test_whatever_an_administrator_does_a_keeper_has_to_confirm_it(issued, admin, way):
    user = way(admin)
    assert held(issued, user)
    assert held(issued, user, at("2022-10-31"))  # there is a keeper: no time passes by itself
    assert not RatingLink.objects.exists()
    change = KeeperChange.objects.filter(user=user).latest("pk")
    said = Event.objects.of(change).get()
    assert (said.by, said.action) == (admin.user, "touch")
    inbox = Message.objects.filter(channel="inbox", subject__contains="账号变动")
    assert issued.keeper.user.pk in inbox.values_list("recipient", flat=True)

    for nobody in (user, admin.user, issued.office.user):
        with pytest.raises(Exception, match=r".") as refusal:
            confirm_keeper(change_id=change.pk, by=nobody, access=who(nobody).access, now=FRIDAY)
        assert refusal.type.__name__ in {"NotAllowedError", "NotVisibleError"}
    keeper = Client()
    keeper.force_login(issued.keeper.user)
    assert user.name in keeper.get("/ratings/").content.decode()
    done = keeper.post(f"/keepers/{change.pk}/confirm/", follow=True)
    assert "核实无误" not in done.content.decode()
    assert links(issued, user)


def test_the_page_says_why_there_is_no_button(issued, admin):
    client = Client()
    client.force_login(by_a_new_account(admin))
    page = client.get(f"/ratings/{issued.owed.pk}/").content.decode()
    assert "另一位同志确认" in page
    assert "制作评价表" not in page
    refused = client.post(f"/ratings/{issued.owed.pk}/links/", {"number": "1"})
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert "另一位同志确认" in refused.content.decode()


def test_two_accounts_of_an_administrator_do_not_confirm_each_other(issued, admin):
    one, two = admin.add("one"), admin.add("two")
    change = KeeperChange.objects.get(user=one)
    with pytest.raises(NotAllowedError):
        confirm_keeper(change_id=change.pk, by=two, access=who(two).access, now=FRIDAY)
    assert held(issued, one)


def test_where_there_is_no_other_keeper_a_whole_working_day_passes(issued, admin):
    """Set on a Friday: not before Tuesday, whatever the administrator makes of the rule."""
    admin.set_password(issued.keeper.user)
    Rule.objects.filter(key="keeper_wait").update(amount=0)
    assert held(issued, issued.keeper.user)
    assert held(issued, issued.keeper.user, MONDAY)
    bureau = Message.objects.filter(
        subject__contains="账号变动", recipient__memberships__role=Role.SUPERVISOR
    )
    assert not bureau.exists()  # this plan has nobody there yet
    assert links(issued, issued.keeper.user, TUESDAY)


def test_the_rule_set_says_how_long(issued, admin):
    admin.set_password(issued.keeper.user)
    Rule.objects.filter(key="keeper_wait").update(amount=5)
    assert held(issued, issued.keeper.user, at("2022-09-23"))
    assert links(issued, issued.keeper.user, at("2022-09-24"))


def test_taking_the_keepers_away_first_begins_the_waiting_anew_and_is_told(issued, admin):
    bureau = person(issued.plan.supervisor_unit_id, Role.SUPERVISOR)
    mine = admin.add("mine")
    clock.move_forward(at("2022-09-26"))
    admin.change(issued.keeper.user, is_active=False)
    assert held(issued, mine, at("2022-09-26"))
    assert held(issued, mine, at("2022-09-27"))
    told = Message.objects.filter(recipient=bureau.user, channel="inbox")
    assert told.filter(subject__contains=issued.keeper.user.name).exists()
    assert told.filter(subject__contains="mine").exists()
    assert not held(issued, mine, at("2022-09-28"))


def test_who_has_waited_long_enough_confirms_who_comes_after(issued, admin):
    admin.set_password(issued.keeper.user)
    clock.move_forward(at("2022-09-22"))
    late = admin.add("late")
    assert held(issued, late, at("2022-10-31"))
    keeper = who(issued.keeper.user, at("2022-09-22"))
    change = KeeperChange.objects.get(user=late)
    confirm_keeper(change_id=change.pk, by=keeper.user, access=keeper.access, now=at("2022-09-22"))
    assert links(issued, late, at("2022-09-22"))


def test_what_is_no_part_of_it_holds_nobody(issued, admin):
    """A corrected name, and a clerk's password."""
    keeper = issued.keeper.user
    keeper.name = "改正的姓名"
    admin.change(keeper)
    admin.set_password(issued.clerk.user)
    assert not KeeperChange.objects.exists()
    assert links(issued, keeper, REPLIED_AT)


# -- units ---------------------------------------------------------------------------------------------


def test_a_unit_is_renamed_and_merged_by_command_alone(issued, admin):
    """Else an office's rights would go along with a unit that is written over another."""
    unit, other = Unit.objects.get(pk=admin.assembly), Unit.objects.get(name="市财政局")
    address = f"/admin/units/unit/{unit.pk}/change/"
    page = admin.client.get(address).content.decode()
    assert "merge_unit" in page
    assert "rename_unit" in page
    data = {"name": "改了名", "merged_into": other.pk, "merged_on": "2022-09-16"}
    for name in ("aliases", "former_names"):
        data |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}
    assert admin.client.post(address, data).status_code == HTTPStatus.FOUND
    unit.refresh_from_db()
    assert (unit.name, unit.merged_into) == (issued.assembly, None)
    assert admin.client.get("/admin/units/unit/add/").status_code == HTTPStatus.OK
