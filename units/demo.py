"""Sample people to try the portal with: invented, marked, and never in production mode."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.dates import is_english
from common.errors import PortalError
from units.models import Government, Membership, Unit, User
from units.roles import Role

PEOPLE = Path("fixtures") / "demo-people.json"
# Never delivered: RFC 2606 keeps .invalid free. The embedded mailbox shows the messages.
MAIL_DOMAIN = "example.invalid"


class NotInProductionError(PortalError):
    words = _("正式运行时不装入演示人员。")


class UnitMissingError(PortalError):
    words = _("找不到“%(unit)s”：请先装入计划，再装入演示人员。")


class NameTakenError(PortalError):
    words = _("用户名“%(username)s”已有真实人员使用，演示人员没有装入。")


@dataclass(frozen=True)
class SignIn:
    username: str
    name: str
    posts: tuple[str, ...]
    does: str


def load_demo_people(others: Iterable[dict[str, Any]] = ()) -> int:
    """Adds those who are not there yet; answers how many. `others`: beside those one signs in as."""
    if settings.IN_PRODUCTION:
        raise NotInProductionError
    content = _content()
    with transaction.atomic():
        government = Government.objects.filter(name=content["government"]).first()
        if government is None:
            raise UnitMissingError(unit=content["government"])
        existing = dict(User.objects.values_list("username", "is_sample"))
        everybody = [*content["people"], *others]
        new = [person for person in everybody if not existing.get(person["username"])]
        password = make_password(content["password"])
        _place_on_map(government, content["map"])
        for person in new:
            _add(person, government, password, taken=person["username"] in existing)
    return len(new)


def demo_password() -> str:
    password: str = _content()["password"]
    return password


def demo_sign_ins() -> list[SignIn]:
    """Those who can sign in now, in the order of the work. Empty in production mode."""
    if settings.IN_PRODUCTION:
        return []
    present = set(User.objects.filter(is_sample=True).values_list("username", flat=True))
    return [_sign_in(p) for p in _content()["people"] if p["username"] in present]


def _content() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((settings.BASE_DIR / PEOPLE).read_text("utf-8"))
    return content


def _add(person: dict[str, Any], government: Government, password: str, *, taken: bool) -> None:
    if taken:
        raise NameTakenError(username=person["username"])
    user = User.objects.create(
        username=person["username"],
        name=person["name"],
        email=f"{person['username']}@{MAIL_DOMAIN}",
        password=password,
        is_sample=True,
    )
    for post in person["posts"]:
        unit = _unit(government, post["unit"])
        Membership.objects.create(user=user, unit=unit, role=Role(post["role"]))


def _place_on_map(government: Government, places: dict[str, list[int]]) -> None:
    """An administrator's own places stay."""
    for unit in Unit.objects.filter(government=government, name__in=places, map_row=None):
        unit.map_row, unit.map_column = places[unit.name]
        unit.save()


def _unit(government: Government, name: str) -> Unit:
    """Bodies that no directive hands work to (the government itself, the congress) come with their people."""
    if name in _content()["bodies_beside_the_directive"]:
        return Unit.objects.get_or_create(government=government, name=name)[0]
    unit = Unit.objects.filter(government=government, name=name).first()
    if unit is None:
        raise UnitMissingError(unit=name)
    return unit


def _sign_in(person: dict[str, Any]) -> SignIn:
    posts = tuple(f"{post['unit']} · {Role(post['role']).label}" for post in person["posts"])
    does = person["does_en" if is_english() else "does"]
    return SignIn(person["username"], person["name"], posts, does)
