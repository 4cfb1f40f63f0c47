"""A file of rules: what is wrong with it, place by place; and what a set of its kind has to say."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import InvalidError
from units.models import Rule, RuleSet

SHIPPED = Path("fixtures") / "rule-sets"
LONGEST_NAME, LONGEST_SOURCE, MOST = 200, 300, 10_000

Content = dict[str, Any]
Fault = tuple[str, object, str]


class RuleSetRefusedError(InvalidError):
    words = gettext_lazy("时限规则文件有 %(count)s 处不对，整份没有装入：\n%(faults)s")


def shipped_rule_sets() -> list[Content]:
    """Those that every government starts with."""
    paths = sorted((settings.BASE_DIR / SHIPPED).glob("*.json"))
    return [json.loads(path.read_text("utf-8")) for path in paths]


def read_rule_set(data: bytes) -> Content:
    """Checked content; raises RuleSetRefusedError with everything that is wrong."""
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        raise _refused([("$", error, _("JSON 格式的时限规则文件"))]) from error
    faults = list(_faults(content))
    if faults:
        raise _refused(faults)
    return {
        "name": content["name"].strip(),
        "kind": content["kind"],
        "rules": [
            {name: rule[name] for name in ("key", "amount", "measure", "source")}
            for rule in content["rules"]
        ],
    }


def _refused(faults: list[Fault]) -> RuleSetRefusedError:
    lines = "\n".join(f"{path}: {found} → {expected}" for path, found, expected in faults)
    return RuleSetRefusedError(count=len(faults), faults=lines)


def _faults(content: Any) -> Iterator[Fault]:
    if not isinstance(content, dict) or not isinstance(content.get("rules"), list):
        yield "$", type(content).__name__, _("带 name、kind 和 rules 的对象")
        return
    if not _is_line(content.get("name"), LONGEST_NAME):
        yield "name", content.get("name"), _("一行名称，不超过 %s 个字") % LONGEST_NAME
    if content.get("kind") not in RuleSet.Kind.values:
        yield "kind", content.get("kind"), _("、").join(RuleSet.Kind.values)
        return
    for place, rule in enumerate(content["rules"]):
        yield from _rule_faults(f"rules[{place}]", rule)
    yield from _set_faults(content["rules"], content["kind"])


def _set_faults(rules: list[Any], kind: str) -> Iterator[Fault]:
    """Every rule that the portal asks for, once."""
    keys = Counter(rule.get("key") for rule in rules if isinstance(rule, dict))
    for key, times in keys.items():
        if times > 1:
            yield "rules", _("%(key)s 出现 %(n)s 次") % {"key": key, "n": times}, _("每条一次")
    for key, measure in _wanted(kind).items():
        if key not in keys:
            yield "rules", _("没有 %s") % key, _("每一条都要有")
        else:
            yield from _measure_faults(rules, key, measure)


def _rule_faults(path: str, rule: Any) -> Iterator[Fault]:
    if not isinstance(rule, dict):
        yield path, rule, _("带 key、amount、measure 和 source 的对象")
        return
    amount = rule.get("amount")
    if not isinstance(amount, int) or isinstance(amount, bool) or not 0 <= amount <= MOST:
        yield f"{path}.amount", amount, _("0 到 %s 的整数") % MOST
    if rule.get("measure") not in Rule.Measure.values:
        yield f"{path}.measure", rule.get("measure"), _("、").join(Rule.Measure.values)
    if not _is_line(rule.get("source"), LONGEST_SOURCE):
        yield f"{path}.source", rule.get("source"), _("依据，不超过 %s 个字") % LONGEST_SOURCE


def _measure_faults(rules: list[Content], key: str, measure: str) -> Iterator[Fault]:
    """A share stays a share, and a time a time; which time is the government's to say."""
    is_share = measure == Rule.Measure.PERCENT
    for place, rule in enumerate(rules):
        if not isinstance(rule, dict) or rule.get("key") != key:
            continue
        if (rule.get("measure") == Rule.Measure.PERCENT) != is_share:
            expected = measure if is_share else _("工作日、天或月")
            yield f"rules[{place}].measure", rule.get("measure"), expected


def _wanted(kind: str) -> dict[str, str]:
    """The rules that the portal asks for, as the shipped sets of the kind name them."""
    return {
        rule["key"]: rule["measure"]
        for content in shipped_rule_sets()
        if content["kind"] == kind
        for rule in content["rules"]
    }


def _is_line(text: object, longest: int) -> bool:
    return isinstance(text, str) and bool(text.strip()) and len(text) <= longest
