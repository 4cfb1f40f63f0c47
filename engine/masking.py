"""What is kept of a failure: short, and without secrets or what a row of the database held."""

import json
import re
from typing import Any

MASK = "***"
_NAMES = r"password|passwd|secret|token|api_?key|access_?key|authorization|credential|cookie"
_SAID = re.compile(
    rf"(?i)((?:[\w-]*(?:{_NAMES})[\w-]*)[\"']?\s*[:=]\s*(?:bearer\s+|basic\s+)?)"
    r"(\"[^\"]*\"|'[^']*'|[^\s,;&)}\]]+)"
)
_IN_ADDRESS = re.compile(r"(://)[^/\s@]+@")
_QUERY = re.compile(r"(https?://[^\s?\"']+\?)[^\s\"']+")
_ROWS = re.compile(r"(?m)^\s*(DETAIL|CONTEXT|详细信息):.*\n?")  # PostgreSQL says the values there


def masked(text: str) -> str:
    text = text.replace("\0", "")
    text = _ROWS.sub("", text)
    text = _IN_ADDRESS.sub(rf"\1{MASK}@", text)
    text = _QUERY.sub(rf"\1{MASK}", text)
    return _SAID.sub(rf"\1{MASK}", text).strip()


def head(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def tail(text: str, most: int) -> str:
    """Of a traceback the end says most."""
    return text if len(text) <= most else f"…{text[-(most - 1) :]}"


def as_json(args: Any, kwargs: Any) -> str:
    """Empty where there are no arguments."""
    if not args and not kwargs:
        return ""
    return json.dumps(
        {"args": list(args or ()), "kwargs": dict(kwargs or {})}, ensure_ascii=False, default=repr
    )
