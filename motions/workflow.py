"""Closing, as one table a thing: a stage, a leaf, and the whole plan. Plain Python."""

from enum import StrEnum

from common.life import Life, step


class Status(StrEnum):
    OPEN = "open"  # 在办
    CLOSED = "closed"  # 已结账 (a stage), 已办结 (a leaf), 已归档 (a plan)


class Action(StrEnum):
    CLOSE = "close"
    REOPEN = "reopen"


class Actor(StrEnum):
    OFFICE = "office"


S, A = Status, Action
STAGE_LIFE = Life(
    step(A.CLOSE, (S.OPEN,), S.CLOSED, Actor.OFFICE),
    step(A.REOPEN, (S.CLOSED,), S.OPEN, Actor.OFFICE, needs_reason=True),
)
LEAF_LIFE = Life(
    step(A.CLOSE, (S.OPEN,), S.CLOSED, Actor.OFFICE, needs_reason=True),
    step(A.REOPEN, (S.CLOSED,), S.OPEN, Actor.OFFICE, needs_reason=True),
)
# An archive is final: what comes after belongs to the next plan.
PLAN_LIFE = Life(step(A.CLOSE, (S.OPEN,), S.CLOSED, Actor.OFFICE, needs_reason=True))


class Result(StrEnum):
    """How a leaf ended."""

    MET = "met"  # 完成
    PARTLY = "partly"  # 部分完成
    NOT_MET = "not_met"  # 未完成
    CARRIED_OVER = "carried_over"  # 结转
