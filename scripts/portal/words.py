"""What the portal says to the person at the terminal, in both languages."""

from __future__ import annotations

import sys


class Refusal(Exception):  # noqa: N818  # a sentence for the person at the terminal, not a fault
    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.chinese = chinese
        self.english = english


def say(chinese: str, english: str) -> None:
    print(chinese, english, sep="\n", file=sys.stderr, flush=True)


def announce(address: str, sign_ins: str, *, demo: bool) -> None:
    print(f"\n平台已就绪：{address}/\nThe portal is ready: {address}/\n\n{sign_ins}", flush=True)
    if demo:
        say(
            "按 Ctrl-C 停止。这里的填报均为演示数据。",
            "Ctrl-C stops it. All filings here are sample data.",
        )
    else:
        say(
            "按 Ctrl-C 停止。想看从三月交办到十月已经办了大半年的平台，请运行 make demo。",
            "Ctrl-C stops it. For a portal with seven months of sample work in it, run make demo.",
        )
