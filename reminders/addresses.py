"""By which ways a person or a unit is told: channels of a rule, endpoints, what somebody does without."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from notifications.endpoints import OWN_NUMBER
from notifications.models import DeliverySettings, Endpoint, Message
from notifications.preferences import Preferences, channel_of, channels_left_out
from units.models import Membership

Channel = Message.Channel
# To these a message goes by endpoints alone; to the others by the person's own account.
BY_ENDPOINT = frozenset({Channel.SMS, Channel.CHAT})


@dataclass(frozen=True)
class Way:
    """One place where one thing is told once. A unit's endpoint has no recipient."""

    recipient_id: int | None
    endpoint_id: int | None
    channel: str


@dataclass(frozen=True)
class Addresses:
    """Endpoints by owner and channel, and the channels that an owner does without."""

    of_people: Mapping[tuple[int, str], list[int]]
    of_units: Mapping[tuple[int, str], list[int]]
    preferences: Preferences

    def ways_of_person(self, user_id: int, channels: Iterable[str]) -> Iterator[Way]:
        for channel in channels:
            if not self.preferences.takes(user_id, channel):
                continue
            if channel not in BY_ENDPOINT:
                yield Way(user_id, None, channel)
            for endpoint_id in self.of_people.get((user_id, channel), ()):
                yield Way(user_id, endpoint_id, channel)

    def ways_of_unit(self, unit_id: int, channels: Iterable[str]) -> Iterator[Way]:
        for channel in channels:
            for endpoint_id in self.of_units.get((unit_id, channel), ()):
                yield Way(None, endpoint_id, channel)


def addresses_of(user_ids: Iterable[int], unit_ids: Iterable[int], today: date) -> Addresses:
    """Two queries.

    What an administrator entered for a person holds while that person has a post in that government:
    of another city's work its webhooks hear nothing.
    """
    user_ids = list(user_ids)
    of_people: dict[tuple[int, str], list[int]] = defaultdict(list)
    of_units: dict[tuple[int, str], list[int]] = defaultdict(list)
    posts = Membership.objects.valid_on(today).filter(
        user=OuterRef("user"), unit__government=OuterRef("government")
    )
    own_number = Q(kind=Endpoint.Kind.SMS, name=OWN_NUMBER)
    of_a_person = Q(user__in=user_ids) & (own_number | Q(Exists(posts)))
    owned = of_a_person | Q(unit__in=list(unit_ids))
    for row in Endpoint.objects.filter(owned, is_active=True).order_by("pk"):
        channel = channel_of(row)
        if row.user_id is not None:
            of_people[row.user_id, channel].append(row.pk)
        elif row.unit_id is not None:
            of_units[row.unit_id, channel].append(row.pk)
    settings = DeliverySettings.objects.filter(user__in=user_ids).exclude(without=[])
    return Addresses(of_people, of_units, Preferences(without=channels_left_out(settings)))
