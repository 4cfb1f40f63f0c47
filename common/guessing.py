"""Whoever asks again and again for secrets that are none is stopped for a while.

By the address they ask from, which is kept as a hash only: salted, since there are few enough
addresses to try every one. Each purpose counts for itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from common.errors import PortalError
from common.models import WrongGuess


class TooManyGuessesError(PortalError):
    status = HTTPStatus.TOO_MANY_REQUESTS
    words = _("没有查到的次数太多，请 %(minutes)s 分钟以后再查。")


@dataclass(frozen=True)
class Guesses:
    """How many wrong ones are let pass within a while, and what is said then."""

    purpose: str
    most: int
    window: timedelta = timedelta(minutes=15)
    refusal: type[PortalError] = TooManyGuessesError

    def refuse_too_many(self, *, caller: str, now: datetime) -> None:
        mine = WrongGuess.objects.filter(caller=self._hashed(caller), at__gt=now - self.window)
        if mine.count() >= self.most:
            raise self.refusal(minutes=int(self.window.total_seconds() // 60))

    @transaction.atomic
    def note(self, *, caller: str, now: datetime) -> None:
        """A wrong one. Nothing is kept longer than it counts."""
        of_this = WrongGuess.objects.filter(purpose=self.purpose)
        of_this.filter(at__lte=now - self.window).delete()
        WrongGuess.objects.create(purpose=self.purpose, caller=self._hashed(caller), at=now)

    def note_or_refuse(self, *, caller: str, now: datetime) -> None:
        """For those who answer whatever is right, however much was wrong before."""
        self.refuse_too_many(caller=caller, now=now)
        self.note(caller=caller, now=now)

    def _hashed(self, caller: str) -> str:
        return salted_hmac(self.purpose, caller, algorithm="sha256").hexdigest()
