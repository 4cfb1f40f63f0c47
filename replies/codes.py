"""The code of a rating link: 160 random bits in letters and digits that a person can type.

It stands behind the `#` of the link, so no browser sends it to any server by opening a page: it is
in no log, in no Referer and in no list of addresses. Only its SHA-256 is stored.
"""

import secrets
from base64 import b32encode
from hashlib import sha256

BYTES = 20
GROUP = 4
# What is not in the alphabet but looks like it.
MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B"})


def new_code() -> str:
    return b32encode(secrets.token_bytes(BYTES)).decode()


def in_groups(code: str) -> str:
    """For paper: ABCD-EFGH-…"""
    return "-".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))


def hash_of(typed: str) -> str:
    """Of a code as typed: small letters, blanks and hyphens make no difference."""
    code = "".join(char for char in typed.upper() if char.isalnum()).translate(MISREAD)
    return sha256(code.encode()).hexdigest()
