"""Refusals. A service raises one; `common.middleware.refusals_in_words` answers with its words.

Each class has one sentence saying what was wrong and what to do; `facts` fill its places.
"""

from datetime import date, datetime
from http import HTTPStatus
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.dates import day_words, moment_words


class PortalError(Exception):
    """A refusal that changed nothing. Subclasses set `words` and `status`."""

    status: ClassVar[HTTPStatus] = HTTPStatus.CONFLICT
    words: ClassVar[str | Promise] = _("这一步现在不能做，没有任何改动。")

    def __init__(self, **facts: Any) -> None:
        super().__init__(facts)
        self.facts = facts

    def __str__(self) -> str:
        return str(self.words) % {name: _said(fact) for name, fact in self.facts.items()}


def _said(fact: Any) -> Any:
    """A day or a moment as people read it, in the language of who reads the refusal."""
    if isinstance(fact, datetime):
        return moment_words(fact)
    return day_words(fact) if isinstance(fact, date) else fact


class NotVisibleError(PortalError):
    """What a person may not know of does not exist for them."""

    status = HTTPStatus.NOT_FOUND
    words = _("没有找到这一页，或者您的单位看不到它。")


class NotAllowedError(PortalError):
    status = HTTPStatus.FORBIDDEN
    words = _("您的身份不能做这一步；请由有权限的同志办理。")


class AtOnceError(PortalError):
    """PostgreSQL undid this step because it and another one waited for each other."""

    words = _("同时还有别的同志在办理，这一步没有办成，没有任何改动；请返回再办一次。")


class InvalidError(PortalError):
    """Input that a service refuses. `words` of the subclass name what was found and expected."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
