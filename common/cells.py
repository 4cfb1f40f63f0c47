"""What one cell says, by the kind of its column. Only what can be meant in one way is taken."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common.tables import FLAGS, Column, Kind

# 1,587 says one thing; 1,5 may be two.
PLAIN_NUMBER = re.compile(r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?")
WRITTEN_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})"
    r"|\.([0-9]{1,2})\.([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)"
)
# The day's number in a cell whose date format was lost: of the years 2000 to 2099, from either epoch.
SERIALS = range(35_000, 73_051)


class UnclearError(Exception):
    """The words say what was expected instead."""


def value_of(column: Column, value: Any, epoch: datetime) -> Any:
    """As it stands in a plan file; raises UnclearError. `epoch`: where the file's dates begin."""
    if column.kind == "date" and type(value) is int and value in SERIALS:
        value = epoch + timedelta(days=value)
    return READERS[column.kind](column, value)


def _narrow(text: str) -> str:
    """Full-width figures and signs are those of half the width."""
    return unicodedata.normalize("NFKC", text).strip()


def _text(_column: Column, value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    # 5.10 typed as a number has become 5.1; a whole number has lost nothing.
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise UnclearError(_("文字（单元格格式设为“文本”）"))


def _prose(_column: Column, value: Any) -> str:
    if isinstance(value, str):
        return value
    raise UnclearError(_("文字"))


def _number(_column: Column, value: Any) -> int | Decimal:
    if isinstance(value, str) and PLAIN_NUMBER.fullmatch(_narrow(value)):
        value = Decimal(_narrow(value).replace(",", ""))
    if isinstance(value, float):
        value = Decimal(str(value))
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not _is_finite(value):
        raise UnclearError(_("数字，例如 105 或 2.5"))
    return value


def _is_finite(value: int | Decimal) -> bool:
    return isinstance(value, int) or value.is_finite()


def _whole(column: Column, value: Any) -> int:
    number = _number(column, value)
    if number != int(number):
        raise UnclearError(_("整数"))
    return int(number)


def _date(_column: Column, value: Any) -> str:
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    written = WRITTEN_DATE.fullmatch(_narrow(value)) if isinstance(value, str) else None
    if written:
        year, month, day = (int(figure) for figure in written.groups() if figure)
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            pass
    raise UnclearError(_("日期，例如 2022-08-31"))


def _flag(_column: Column, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    return bool(_one_of(FLAGS, value))


def _word(column: Column, value: Any) -> Any:
    return _one_of(column.words, value)


def _note(_column: Column, value: Any) -> str:
    return str(value)


def _one_of(words: Any, value: Any) -> Any:
    word = value.strip() if isinstance(value, str) else value
    if word not in words:
        raise UnclearError(_("、").join(words))
    return words[word]


READERS: dict[Kind, Callable[[Column, Any], Any]] = {
    "text": _text,
    "prose": _prose,
    "number": _number,
    "whole": _whole,
    "date": _date,
    "flag": _flag,
    "word": _word,
    "note": _note,
}
