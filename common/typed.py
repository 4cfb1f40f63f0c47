"""What a person typed into a form that could not be taken, to be shown back so that nothing is lost."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What forms of the portal call what people type, without the number behind the dash. All other
# fields are secrets, tokens, ticks and hidden numbers: not shown back.
WORDS: dict[str, str | Promise] = {
    "narrative": _("进展情况"),
    "what": _("困难和问题"),
    "since_on": _("从何时起"),
    "tried": _("已经做过什么"),
    "asked": _("请求解决什么"),
    "asked_of": _("请谁解决"),
    "text": _("批示或督办内容"),
    "answer": _("答复"),
    "due_on": _("期限"),
    "period": _("通报时段"),
    "overview": _("总体情况"),
    "laggards": _("滞后事项"),
    "next_step": _("下一步要求"),
    "problems": _("存在问题和下一步打算"),
    "value": _("完成数"),
    "as_of": _("截至日期"),
    "done_on": _("完成日期"),
    "evidence": _("依据"),
    "explain": _("说明"),
    "reason": _("理由"),
    "words": _("说明"),
    "despite": _("未审核仍办结的理由"),
    "document_number": _("发文字号"),
    "contact": _("联系人"),
    "telephone": _("联系电话"),
    "copies": _("份数"),
    "arrived_on": _("收到日期"),
    "asked_on": _("申请延至"),
    "granted_on": _("同意延至"),
    "from_on": _("起始日"),
    "through_on": _("到期日"),
    "received_on": _("纸质件收到日期"),
    "received_at": _("收到时间"),
    "signed_by_name": _("签发人"),
    "heading": _("标题"),
    "opening": _("开头"),
    "closing": _("结尾"),
    "copied_to": _("抄送"),
    "promise_text": _("承诺内容"),
    "promise_due": _("承诺期限"),
    "by_whom": _("面商人"),
    "note": _("代表意见"),
    "name": _("姓名"),
    "delegation": _("代表团"),
    "address": _("通信地址"),
    "experts": _("评估人员"),
    "conclusion": _("评估结论"),
}


MOST_DIGITS = 18


@dataclass(frozen=True)
class Typed:
    words: str | Promise
    text: str


def whole_number(text: str) -> int | None:
    """None also for more digits than any number of the portal has: Python reads 4300 at most."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


def typed_text(request: HttpRequest) -> list[Typed]:
    return list(_typed(request))


def names_of_files(request: HttpRequest) -> list[str]:
    """Of what was sent along; a file cannot be given back."""
    return [file.name or "" for _name, files in request.FILES.lists() for file in files]


def _typed(request: HttpRequest) -> Iterator[Typed]:
    for name, values in request.POST.lists():
        words = WORDS.get(name.partition("-")[0])
        text = "\n".join(str(value) for value in values).strip()
        if words and text:
            yield Typed(words, text)
