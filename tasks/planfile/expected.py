"""What the schema expects, in words for the person who wrote the file."""

import json
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from jsonschema.exceptions import ValidationError

from tasks.planfile.errors import Finding

SHOWN_OF_A_VALUE = 80

Words = Callable[[Any], str]


def finding_of(error: ValidationError) -> Finding:
    error = _innermost(error)
    path = error.json_path.removeprefix("$.")
    if error.validator in {"additionalProperties", "required", "propertyNames"}:
        return Finding(path, error.message, _("只用格式规定的名称，一个不少"))
    return Finding(path, _shown(error.instance), _expected(error))


def _innermost(error: ValidationError) -> ValidationError:
    """Of “this or null” the error against this: nobody meant null."""
    while error.context:
        meant = [inner for inner in error.context if inner.validator_value != "null"]
        error = min(meant or error.context, key=lambda inner: inner.path)
    return error


def _expected(error: ValidationError) -> str:
    if error.validator in {"pattern", "format"}:
        title = error.schema["title"] if isinstance(error.schema, dict) else ""
        return PATTERNS.get(title, lambda: _("一行文字，首尾没有空格，没有控制字符"))()
    words = WORDS.get(str(error.validator))
    return words(error.validator_value) if words else _shown(error.validator_value)


PATTERNS: dict[str, Callable[[], str]] = {
    "Date": lambda: _("存在的日期，写成 2022-08-31"),
    "Key": lambda: _("小写字母、数字和单个短横线"),
    "Number": lambda: _("阿拉伯数字的序号，如 5.10"),
    "Narrative text or nothing": lambda: _("不是空白、没有控制字符的文字"),
}
TYPES: dict[str, Words] = {
    "string": lambda _value: _("文字"),
    "number": lambda _value: _("数字"),
    "integer": lambda _value: _("整数"),
    "boolean": lambda _value: _("true 或 false"),
    "array": lambda _value: _("列表"),
    "object": lambda _value: _("对象"),
    "null": lambda _value: _("空（null）"),
}
WORDS: dict[str, Words] = {
    "type": lambda value: _("或").join(
        TYPES[name](name) for name in ([value] if isinstance(value, str) else value)
    ),
    "enum": lambda value: _("其中之一：%s") % _("、").join(map(str, value)),
    "const": str,
    "minimum": lambda value: _("不小于 %s") % value,
    "maximum": lambda value: _("不大于 %s") % value,
    "multipleOf": lambda value: _("是 %s 的倍数") % value,
    "minLength": lambda _value: _("不为空"),
    "maxLength": lambda value: _("不超过 %s 个字") % value,
    "minItems": lambda value: _("至少 %s 项") % value,
    "maxItems": lambda value: _("不超过 %s 项") % value,
    "maxProperties": lambda value: _("不超过 %s 项") % value,
    "uniqueItems": lambda _value: _("每项只出现一次"),
}


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN_OF_A_VALUE else text[:SHOWN_OF_A_VALUE] + "…"
