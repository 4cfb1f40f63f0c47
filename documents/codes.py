"""The proof code printed on a document: 120 random bits in letters and figures that nobody mixes up."""

import secrets
import unicodedata

from django.conf import settings
from django.urls import reverse

# Crockford's base 32: without I, L, O and U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 24, 4
# What is not in the alphabet but looks like it.
MISREAD = str.maketrans("OILU", "011V")


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def in_groups(code: str) -> str:
    """For paper: 7K3M-Q9TX-…"""
    return "-".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))


def check_address(code: str) -> str:
    """Where anybody has the document checked; it stands in its QR code."""
    return f"{settings.PORTAL_URL}{reverse('verify')}?code={code}"


def as_printed(typed: str) -> str:
    """The code that was meant: small or full-width letters, blanks and dashes make no difference."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(char for char in plain if char.isalnum()).translate(MISREAD)
