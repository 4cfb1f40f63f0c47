"""What the pages show beside the rows themselves: the steps one may take, the words of what was done."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from common.life import Step
from events.buttons import Button, buttons_of
from events.models import Event
from events.selectors import EventRow, event_rows
from events.words import LifeWords, Words
from supervision.workflow import (
    INSIDE_STEPS,
    Action,
    Actor,
    BulletinStatus,
    DifficultyAction,
    DifficultyStatus,
    ReviewAction,
    ReviewStatus,
    Status,
)

# What the words of a step are called where they are asked for.
REASON_WORDS: Mapping[str, Words] = {
    DifficultyAction.SOLVE: _("给单位的答复"),
    DifficultyAction.SEND_UP: _("办公室意见"),
    DifficultyAction.GIVE_BACK: _("要补充什么"),
    DifficultyAction.ADD_WORDS: _("补充说明"),
    Action.MADE_GOOD: _("核查情况"),
    Action.MADE_GOOD_AND_WATCH: _("核查情况"),
    Action.NOT_MADE_GOOD: _("哪里不合格"),
    ReviewAction.ASK: _("申请复核的理由"),
    ReviewAction.UPHOLD: _("复核意见"),
}
HOLDER_WORDS: Mapping[str, Words] = {
    Actor.OFFICE: _("领导小组办公室"),
    Actor.VICE_MAYOR: _("主管副市长"),
}
# Tone and symbol of templates/components/badge.html.
LOOKS: Mapping[str, tuple[str, str]] = {
    DifficultyStatus.WITH_OFFICE: ("waiting", "clock"),
    DifficultyStatus.GIVEN_BACK: ("returned", "return"),
    DifficultyStatus.WITH_VICE_MAYOR: ("warn", "flag"),
    DifficultyStatus.INSTRUCTED: ("info", "pen"),
    DifficultyStatus.SOLVED: ("ok", "check-circle"),
    Status.OPEN: ("waiting", "clock"),
    Status.AWAITING_SIGNATURE: ("waiting", "sign"),
    Status.ANSWERED: ("info", "send"),
    Status.DONE: ("ok", "check-circle"),
    Status.WATCHED: ("warn", "eye"),
    Status.CLOSED: ("ok", "check-circle"),
    Status.WITHDRAWN: ("neutral", "minus"),
    ReviewStatus.ASKED: ("waiting", "clock"),
    ReviewStatus.UPHELD: ("info", "check"),
    BulletinStatus.DRAFT: ("draft", "pen"),
    BulletinStatus.AWAITING_APPROVAL: ("waiting", "sign"),
    BulletinStatus.APPROVED: ("info", "stamp"),
    BulletinStatus.ISSUED: ("ok", "check-circle"),
    BulletinStatus.DROPPED: ("neutral", "minus"),
}


@dataclass(frozen=True)
class Badge:
    word: Words
    tone: str
    icon: str


def status_badge(status: str, words: LifeWords) -> Badge:
    tone, icon = LOOKS.get(status, ("neutral", "circle"))
    return Badge(words.statuses[status], tone, icon)


def step_buttons(
    steps: Iterable[Step], words: LifeWords, url_name: str, pk: int, *, but: Collection[str] = ()
) -> list[Button]:
    return buttons_of(steps, words.actions, url_name, pk, labels=REASON_WORDS, but=but)


def events_outside(row: Model, words: LifeWords, *, is_own: bool) -> list[EventRow]:
    """The latest first. What clerk and head do with each other stays in the unit."""
    events = Event.objects.of(row).order_by("-pk")
    if not is_own:
        events = events.exclude(action__in=[str(action) for action in INSIDE_STEPS])
    return event_rows(events, words)
