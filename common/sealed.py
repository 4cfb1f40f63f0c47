"""Secrets that have to be used again, and so cannot be hashed: kept encrypted, opened at use alone.

`settings.SEALING_KEYS` are any texts of chance; the first seals, all of them open, so that a key is
changed without a moment in which something cannot be read: put the new one in front, seal anew, take
the old one away.
"""

import base64
import json
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_BYTES = 32
MASK = "•••"
PURPOSE = b"motion-portal sealed secrets"


class CannotBeOpenedError(Exception):
    """Sealed with a key that is no longer among `SEALING_KEYS`, or damaged. Says nothing of the content."""


def seal(content: dict[str, str]) -> str:
    return _keys().encrypt(json.dumps(content).encode()).decode()


def opened(sealed: str) -> dict[str, str]:
    try:
        content: dict[str, str] = json.loads(_keys().decrypt(sealed.encode()))
    except InvalidToken:
        raise CannotBeOpenedError from None
    return content


def sealed_anew(sealed: str) -> str:
    """The same content under the first key."""
    try:
        return _keys().rotate(sealed.encode()).decode()
    except InvalidToken:
        raise CannotBeOpenedError from None


def _keys() -> MultiFernet:
    return _ring(tuple(settings.SEALING_KEYS))


@lru_cache(maxsize=4)
def _ring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_fernet_key(key)) for key in keys])


def _fernet_key(key: str) -> bytes:
    derived = HKDF(SHA256(), length=KEY_BYTES, salt=None, info=PURPOSE).derive(key.encode())
    return base64.urlsafe_b64encode(derived)


def masked(words: str, secrets: Iterable[str]) -> str:
    """Words of the other side or of an error, without the secrets, as they are or quoted in an address."""
    found = {form for secret in secrets if secret for form in (secret, quote(secret, safe=""))}
    for secret in sorted(found, key=len, reverse=True):
        words = words.replace(secret, MASK)
    return words
