"""Robots, webhooks and numbers: entered, mended, switched off. What is sealed is never shown again."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError, NotAllowedError, NotVisibleError
from common.sealed import seal, sealed_anew
from notifications.carriers.robots import ADDRESSES, EXPECTED
from notifications.models import Endpoint
from units.models import Government, Membership, Unit, User
from units.permissions import Access
from units.roles import Permission

Kind = Endpoint.Kind
OF_UNITS = (Kind.DINGTALK, Kind.WECOM, Kind.FEISHU, Kind.WEBHOOK)
OF_PEOPLE = (Kind.SMS, Kind.WEBHOOK)
SIGNING = (Kind.DINGTALK, Kind.FEISHU, Kind.WEBHOOK)
NUMBER = re.compile(r"1[3-9]\d{9}", re.ASCII)
WEBHOOK = re.compile(r"https?://[^\s/?#@]+(/[^\s#]*)?", re.ASCII)
DINGTALK_SECRET = re.compile(r"[A-Za-z0-9]+", re.ASCII)
OWN_NUMBER = "本人手机"
BEARER = re.compile(r"[!-~]+")
TAIL = 4
LONGEST_HOST = 50


class NumberRefusedError(InvalidError):
    words = _("填的不是手机号；应为 11 位的手机号，例如 13800138000。")


class AddressRefusedError(InvalidError):
    words = _("填的不是%(kind)s的地址；应为机器人设置页给出的整个地址：%(expected)s")


class SecretRefusedError(InvalidError):
    words = _("加签密钥只由字母和数字组成，例如 SEC 开头的一串；不加签就留空。")


class BearerRefusedError(InvalidError):
    words = _("网络接口的密钥只由英文字母、数字和符号组成，不含空格；不用密钥就留空。")


class NotEncryptedError(InvalidError):
    words = _("机器人的地址应以 https:// 开头，不然密钥会明文经过网络。")


class KindOfOwnerError(InvalidError):
    words = _("%(kind)s不能登记给%(owner)s：单位用群机器人或网络接口，个人用手机号或网络接口。")


class NameTakenError(InvalidError):
    words = _("%(owner)s已经有一个叫“%(name)s”的%(kind)s；请换一个名称，或者在原来那个上更换地址。")


class NoPostError(InvalidError):
    words = _("您现在没有任职单位，不能登记手机号；请系统管理员先登记任职。")


@dataclass(frozen=True)
class Target:
    """Where it goes, as typed; in no form, page or log after this."""

    address: str
    secret: str = ""

    def __repr__(self) -> str:
        return "Target(•••)"


def managed(access: Access) -> QuerySet[Endpoint]:
    """All endpoints of the governments whose administrator the person is."""
    governments = access.governments_with(Permission.MANAGE_REFERENCE_DATA)
    if not governments:
        raise NotAllowedError
    rows = Endpoint.objects.filter(government__in=governments)
    return rows.select_related("unit", "user").order_by("unit__name", "user__name", "kind", "name")


def managed_endpoint(access: Access, endpoint_id: int) -> Endpoint:
    endpoint = managed(access).filter(pk=endpoint_id).first()
    if endpoint is None:
        raise NotVisibleError
    return endpoint


def own_number(user: User) -> Endpoint | None:
    return Endpoint.objects.filter(user=user, kind=Kind.SMS, name=OWN_NUMBER).first()


@transaction.atomic
def add_endpoint(
    *,
    access: Access,
    owner: Unit | User,
    kind: str,
    name: str,
    target: Target,
    now: datetime,
) -> Endpoint:
    """By the administrator, for a unit's group or for a person."""
    government_id = government_of(owner, access)
    Government.objects.select_for_update(no_key=True).get(pk=government_id)  # one name once
    of_unit = isinstance(owner, Unit)
    if kind not in (OF_UNITS if of_unit else OF_PEOPLE):
        raise KindOfOwnerError(kind=Kind(kind).label, owner=owner)
    whose = {"unit" if of_unit else "user": owner}
    if Endpoint.objects.filter(kind=kind, name=name, **whose).exists():
        raise NameTakenError(owner=owner, name=name, kind=Kind(kind).label)
    endpoint = Endpoint(government_id=government_id, kind=kind, name=name, created_at=now, **whose)
    _seal(endpoint, target)
    endpoint.save()
    return endpoint


@transaction.atomic
def replace_target(*, endpoint: Endpoint, target: Target) -> None:
    """What it answered before says nothing of the new place."""
    endpoint = Endpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
    _seal(endpoint, target)
    endpoint.tested_at, endpoint.test_answer = None, ""
    endpoint.save()


@transaction.atomic
def switch(*, endpoint: Endpoint, is_active: bool) -> None:
    """Switched off and not deleted: what was sent there stays in the ledger."""
    endpoint = Endpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
    if endpoint.is_active != is_active:
        endpoint.is_active = is_active
        endpoint.save()


@transaction.atomic
def set_own_number(*, by: User, access: Access, number: str, now: datetime) -> Endpoint:
    """The person's own, by themselves; an empty one switches it off."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    endpoint = own_number(by)
    if endpoint is None:
        governments = sorted(access.governments)
        if not governments:
            raise NoPostError
        endpoint = Endpoint(
            government_id=governments[0], user=by, kind=Kind.SMS, name=OWN_NUMBER, created_at=now
        )
    _seal(endpoint, Target(number))
    endpoint.is_active = True
    endpoint.tested_at, endpoint.test_answer = None, ""
    endpoint.save()
    return endpoint


@transaction.atomic
def seal_all_anew() -> int:
    """Under the first of `SEALING_KEYS`; answers how many. No history: nobody decided anything."""
    rows = list(Endpoint.objects.select_for_update(no_key=True).order_by("pk"))
    for endpoint in rows:
        endpoint.sealed = sealed_anew(endpoint.sealed)
        save_quietly(endpoint, "sealed")
    return len(rows)


def save_quietly(endpoint: Endpoint, *fields: str) -> None:
    """What nobody decided makes no history."""
    endpoint.skip_history_when_saving = True  # type: ignore[attr-defined]  # simple-history's name
    endpoint.save(update_fields=fields)


def _seal(endpoint: Endpoint, target: Target) -> None:
    kind = Kind(endpoint.kind)
    if kind == Kind.SMS:
        if not NUMBER.fullmatch(target.address):
            raise NumberRefusedError
        endpoint.hint = f"{target.address[:3]}****{target.address[-TAIL:]}"
    else:
        _check(kind, target)
        host = urlsplit(target.address).hostname or ""
        endpoint.hint = f"{host[:LONGEST_HOST]} …{target.address.rstrip('/')[-TAIL:]}"
    content = {"address": target.address}
    if target.secret and kind in SIGNING:
        content["secret"] = target.secret
    endpoint.sealed = seal(content)


def _check(kind: Endpoint.Kind, target: Target) -> None:
    pattern = ADDRESSES.get(kind, WEBHOOK)
    if not pattern.fullmatch(target.address) or not _has_host(target.address):
        raise AddressRefusedError(kind=kind.label, expected=EXPECTED[kind])
    if kind != Kind.WEBHOOK and not (
        target.address.startswith("https:") or settings.CHANNEL_ALLOW_LOOPBACK
    ):
        raise NotEncryptedError
    if kind == Kind.DINGTALK and target.secret and not DINGTALK_SECRET.fullmatch(target.secret):
        raise SecretRefusedError
    if kind == Kind.WEBHOOK and target.secret and not BEARER.fullmatch(target.secret):
        raise BearerRefusedError


def _has_host(address: str) -> bool:
    try:
        place = urlsplit(address)
        (place.hostname or "").encode("idna")
        return bool(place.hostname) and place.port != 0
    except ValueError:  # a port that is no number, or a name with an empty or endless part
        return False


def government_of(owner: Unit | User, access: Access) -> int:
    """Of those the administrator keeps, the one that the unit or the person belongs to."""
    governments = access.governments_with(Permission.MANAGE_REFERENCE_DATA)
    if isinstance(owner, Unit):
        found = owner.government_id if owner.government_id in governments else None
    else:
        posts = Membership.objects.filter(user=owner, unit__government__in=governments)
        found = posts.order_by("pk").values_list("unit__government", flat=True).first()
    if found is None:
        raise NotVisibleError
    return int(found)
