"""The steps a person may take, as templates/components/steps.html draws them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.life import Step
from events.words import Words

REASON = _("理由")
NONE: Mapping[Any, Words] = MappingProxyType({})


@dataclass(frozen=True)
class Button:
    """`label`: what the words are called that the step asks for; empty where it asks for none.

    `note`: what to know before one writes them.
    """

    action: str
    words: Words
    label: Words
    note: Words
    address: str


def buttons_of(
    steps: Iterable[Step],
    words: Mapping[Any, Words],
    url_name: str,
    pk: int,
    *,
    labels: Mapping[Any, Words] = NONE,
    notes: Mapping[Any, Words] = NONE,
    but: Collection[str] = (),
) -> list[Button]:
    """`but`: steps that have a form of their own."""
    return [
        Button(
            action=step.action,
            words=words[step.action],
            label=labels.get(step.action, REASON) if step.needs_reason else "",
            note=notes.get(step.action, ""),
            address=reverse(url_name, args=[pk, step.action]),
        )
        for step in steps
        if step.action not in but
    ]
