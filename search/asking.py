"""What was typed into the box, and what is wrong with it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.pasted import clean
from search.matching import LONGEST, MOST_WORDS, SHORTEST, Words

TOO_SHORT = _("请至少输入两个字，如“财政”；一个字会找到几乎所有的内容。")
TOO_LONG = _("搜索的话太长了：最多100个字。请只留下最特别的几个字。")
TOO_MANY = _("词太多了：最多5个，用空格隔开。请去掉几个。")


@dataclass(frozen=True)
class Asked:
    """`problem` is empty where it can be looked for."""

    text: str
    words: Words
    problem: str | Promise

    @property
    def can_be_found(self) -> bool:
        return bool(self.words) and not self.problem


def asked(text: str) -> Asked:
    """Without what nobody sees: a name copied from a document may have it between its characters."""
    text = clean(text).strip()
    words = tuple(dict.fromkeys(text.split()))
    return Asked(text, words, _problem(text, words))


def _problem(text: str, words: Words) -> str | Promise:
    if len(text) > LONGEST:
        return TOO_LONG
    if len(words) > MOST_WORDS:
        return TOO_MANY
    if words and max(map(len, words)) < SHORTEST:
        return TOO_SHORT
    return ""
