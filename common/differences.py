"""What a file that was handed in would change, row by row, to be looked at before anything is written."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError, PortalError
from common.language import for_others
from common.tables import Finding

Words = str | Promise


class Fate(StrEnum):
    """In the order in which a reader wants to see them."""

    REFUSED = "refused"
    CHANGED = "changed"
    ADDED = "added"
    SAME = "same"


FATE_WORDS = {
    Fate.REFUSED: _("不能写入"),
    Fate.CHANGED: _("修改"),
    Fate.ADDED: _("新增"),
    Fate.SAME: _("没有变化"),
}
# Of templates/components/badge.html.
TONES = {Fate.REFUSED: "danger", Fate.CHANGED: "info", Fate.ADDED: "ok", Fate.SAME: "neutral"}


class NothingToWriteError(InvalidError):
    words = _("文件与现在的内容没有不同，没有写入什么。")


class RowsRefusedError(InvalidError):
    words = _("文件有 %(count)s 行不能写入，整份没有写入；请改好以后重新上传。")


class DifferenceChangedError(PortalError):
    words = _(
        "您看过差异以后，平台里的内容又有变动，没有写入。下面是按现在的内容重新比较的差异，请再看一遍再确认。"
    )


@dataclass(frozen=True, slots=True)
class Change:
    """Of one column. Empty words where there is nothing."""

    label: Words
    before: Words
    after: Words


@dataclass(frozen=True, slots=True)
class Row:
    """`place` is the row in the file. `changes` of a new row say what it will hold."""

    place: str
    subject: Words
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    is_new: bool = False

    @property
    def fate(self) -> Fate:
        if self.findings:
            return Fate.REFUSED
        if not self.changes:
            return Fate.SAME
        return Fate.ADDED if self.is_new else Fate.CHANGED

    @property
    def word(self) -> Words:
        return FATE_WORDS[self.fate]

    @property
    def tone(self) -> str:
        return TONES[self.fate]


@dataclass(frozen=True)
class Difference:
    rows: tuple[Row, ...]

    @property
    def counts(self) -> Mapping[Fate, int]:
        counts = dict.fromkeys(Fate, 0)
        for row in self.rows:
            counts[row.fate] += 1
        return counts

    def of(self, fates: Iterable[Fate]) -> list[Row]:
        """What needs a look comes first; among equals the order of the file."""
        order = list(Fate)
        wanted = set(fates)
        rows = (row for row in self.rows if row.fate in wanted)
        return sorted(rows, key=lambda row: order.index(row.fate))

    @property
    def may_be_written(self) -> bool:
        counts = self.counts
        return not counts[Fate.REFUSED] and bool(counts[Fate.CHANGED] + counts[Fate.ADDED])

    @property
    def seal(self) -> str:
        """The same for the same difference, in whatever language it is read."""
        seal = hashlib.sha256()
        with for_others():
            for row in self.rows:
                changes = [(str(c.label), str(c.before), str(c.after)) for c in row.changes]
                facts = (row.fate, row.place, str(row.subject), changes)
                seal.update(json.dumps(facts, ensure_ascii=False).encode())
        return seal.hexdigest()


def check_confirmed(difference: Difference, seal: str) -> None:
    """What is about to be written is what was looked at, and all of it can be."""
    counts = difference.counts
    if difference.seal != seal:
        raise DifferenceChangedError
    if counts[Fate.REFUSED]:
        raise RowsRefusedError(count=counts[Fate.REFUSED])
    if not difference.may_be_written:
        raise NothingToWriteError


def changes_of(
    labels: Sequence[tuple[str, Words]], before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[Change, ...]:
    """Of the named values those that differ."""
    return tuple(
        Change(label, said(before.get(key)), said(after.get(key)))
        for key, label in labels
        if said(before.get(key)) != said(after.get(key))
    )


def said(value: Any) -> Words:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value if isinstance(value, Promise) else str(value)
