"""How far one leaf of a report is, as the page that writes it says: a word, a shape, a tone."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class PartState(StrEnum):
    ACCEPTED = "accepted"  # carried over from the version before, locked
    RETURNED = "returned"  # and not touched since
    MISSING = "missing"
    WARNED = "warned"  # something is to be put right or explained
    NIL = "nil"
    WRITTEN = "written"


@dataclass(frozen=True)
class Look:
    word: Any
    tone: str
    icon: str


LOOKS = {
    PartState.ACCEPTED: Look(_("已通过"), "ok", "lock"),
    PartState.RETURNED: Look(_("退回待改"), "returned", "return"),
    PartState.MISSING: Look(_("未写"), "neutral", "circle"),
    PartState.WARNED: Look(_("待改正或说明"), "warn", "triangle"),
    PartState.NIL: Look(_("无情况可报"), "nil", "minus"),
    PartState.WRITTEN: Look(_("已写好"), "ok", "check-circle"),
}
# In the order in which a clerk sees to them; the rest is done.
OPEN = (PartState.RETURNED, PartState.WARNED, PartState.MISSING)
