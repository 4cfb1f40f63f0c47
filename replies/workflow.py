"""The lives of a reply, a co-signature on it and a promise in it. Plain Python.

The second answer is a reply of its own and lives the same life; a deputy who is not satisfied with
it either leads to an assessment instead of another handling.
"""

from enum import StrEnum

from common.life import Life, step


class Status(StrEnum):
    NOT_STARTED = "not_started"
    DRAFT = "draft"  # 起草; of the second answer: 重新办理
    CO_SIGNING = "co_signing"  # 会签
    AWAITING_SIGNATURE = "awaiting_signature"  # 审签
    ISSUED = "issued"  # 已答复
    RATING = "rating"  # 评价中
    CLOSED = "closed"  # 办结
    DISSATISFIED = "dissatisfied"  # 不满意: to be handled again
    TO_ASSESS = "to_assess"  # not satisfied with the second answer either
    ASSESSED = "assessed"


class Action(StrEnum):
    START = "start"
    CIRCULATE = "circulate"
    SEND_FOR_SIGNATURE = "send_for_signature"
    TAKE_BACK = "take_back"
    GIVE_BACK = "give_back"
    SIGN_AND_ISSUE = "sign_and_issue"
    OPEN_RATING = "open_rating"
    COMPLETE = "complete"  # the last deputy has answered
    NOTE_DISSATISFIED = "note_dissatisfied"
    NOTE_DISSATISFIED_AGAIN = "note_dissatisfied_again"
    CLOSE = "close"
    END_RATING = "end_rating"  # while it is handled again; the same below, before the assessment
    END_SECOND_RATING = "end_second_rating"
    ASSESS = "assess"
    # Noted without a change of status.
    MAKE_LINK = "make_link"
    RATE = "rate"
    EXTEND = "extend"


class Actor(StrEnum):
    CLERK = "clerk"
    HEAD = "head"
    KEEPER = "keeper"  # the deputies' office
    DEPUTY = "deputy"


S, A = Status, Action
LIFE = Life(
    step(A.START, (S.NOT_STARTED,), S.DRAFT, Actor.CLERK),
    step(A.CIRCULATE, (S.DRAFT,), S.CO_SIGNING, Actor.CLERK),
    step(A.SEND_FOR_SIGNATURE, (S.CO_SIGNING,), S.AWAITING_SIGNATURE, Actor.CLERK),
    step(A.TAKE_BACK, (S.CO_SIGNING, S.AWAITING_SIGNATURE), S.DRAFT, Actor.CLERK),
    step(A.SIGN_AND_ISSUE, (S.AWAITING_SIGNATURE,), S.ISSUED, Actor.HEAD),
    step(A.GIVE_BACK, (S.AWAITING_SIGNATURE,), S.DRAFT, Actor.HEAD, needs_reason=True),
    step(A.OPEN_RATING, (S.ISSUED,), S.RATING, Actor.KEEPER),
    step(A.COMPLETE, (S.RATING,), S.CLOSED, Actor.DEPUTY),
    step(A.NOTE_DISSATISFIED, (S.RATING,), S.DISSATISFIED, Actor.DEPUTY),
    step(A.NOTE_DISSATISFIED_AGAIN, (S.RATING,), S.TO_ASSESS, Actor.DEPUTY),
    step(A.CLOSE, (S.ISSUED, S.RATING), S.CLOSED, Actor.KEEPER),
    step(A.END_RATING, (S.DISSATISFIED,), S.DISSATISFIED, Actor.KEEPER),
    step(A.END_SECOND_RATING, (S.TO_ASSESS,), S.TO_ASSESS, Actor.KEEPER),
    step(A.ASSESS, (S.TO_ASSESS,), S.ASSESSED, Actor.KEEPER),
)

EDITABLE = frozenset({S.DRAFT})
# Whoever took one of these does not sign the same reply in the head's stead.
OF_THE_CLERK = frozenset({A.START, A.CIRCULATE, A.SEND_FOR_SIGNATURE})
# What the host is working on; outside it only the units that co-sign read it.
INSIDE_THE_HOST = frozenset({S.NOT_STARTED, S.DRAFT, S.CO_SIGNING, S.AWAITING_SIGNATURE})
# Links may be made, the limit may be moved.
RATED_IN = frozenset({S.ISSUED, S.RATING, S.DISSATISFIED, S.TO_ASSESS})

# How the rating is ended from where it stands.
ENDS_RATING = {
    S.ISSUED: A.CLOSE,
    S.RATING: A.CLOSE,
    S.DISSATISFIED: A.END_RATING,
    S.TO_ASSESS: A.END_SECOND_RATING,
}


class CoSignStatus(StrEnum):
    PENDING = "pending"
    AGREED = "agreed"
    OBJECTED = "objected"


class CoSignAction(StrEnum):
    ASK = "ask"
    AGREE = "agree"
    OBJECT = "object"


C = CoSignStatus
CO_SIGN_LIFE = Life(
    step(CoSignAction.ASK, tuple(C), C.PENDING, Actor.CLERK),
    step(CoSignAction.AGREE, (C.PENDING, C.OBJECTED), C.AGREED, Actor.HEAD),
    step(CoSignAction.OBJECT, (C.PENDING, C.AGREED), C.OBJECTED, Actor.HEAD, needs_reason=True),
)


class PromiseStatus(StrEnum):
    MARKED = "marked"  # in a draft
    OPEN = "open"  # in the ledger since the reply was issued
    CLAIMED = "claimed"  # the head says that it is kept
    KEPT = "kept"  # 销号


class PromiseAction(StrEnum):
    ENTER = "enter"
    REPORT = "report"
    CLAIM = "claim"
    CONFIRM = "confirm"
    REJECT = "reject"
    REDATE = "redate"


class PromiseActor(StrEnum):
    CLERK = "clerk"
    HEAD = "head"
    OFFICE = "office"


P, D = PromiseStatus, PromiseAction
PROMISE_LIFE = Life(
    step(D.REPORT, (P.OPEN,), P.OPEN, PromiseActor.CLERK, needs_reason=True),
    step(D.CLAIM, (P.OPEN,), P.CLAIMED, PromiseActor.HEAD, needs_reason=True),
    step(D.CONFIRM, (P.CLAIMED,), P.KEPT, PromiseActor.OFFICE),
    step(D.REJECT, (P.CLAIMED,), P.OPEN, PromiseActor.OFFICE, needs_reason=True),
    step(D.REDATE, (P.OPEN,), P.OPEN, PromiseActor.OFFICE, needs_reason=True),
)


# Whoever took one of these for the unit has no word on the promise for the office.
OF_THE_UNIT = frozenset({D.REPORT, D.CLAIM})


class KeeperStatus(StrEnum):
    """Of what an administrator did to an account that can make rating links."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    WAITED_OUT = "waited_out"  # there was nobody to confirm it


class KeeperAction(StrEnum):
    TOUCH = "touch"
    CONFIRM = "confirm"
    WAIT_OUT = "wait_out"


class KeeperActor(StrEnum):
    COLLEAGUE = "colleague"
    PORTAL = "portal"


K = KeeperStatus
KEEPER_LIFE = Life(
    step(KeeperAction.CONFIRM, (K.WAITING,), K.CONFIRMED, KeeperActor.COLLEAGUE),
    step(KeeperAction.WAIT_OUT, (K.WAITING,), K.WAITED_OUT, KeeperActor.PORTAL),
)


class AnswerClass(StrEnum):
    SOLVED = "A"
    PLANNED = "B"
    NOT_NOW = "C"
    REFERENCE = "D"


# What is not solved yet leaves something to be kept.
LEAVES_PROMISES = frozenset({AnswerClass.PLANNED, AnswerClass.NOT_NOW})


class Verdict(StrEnum):
    SATISFIED = "satisfied"
    BASICALLY = "basically"
    DISSATISFIED = "dissatisfied"


class Manner(StrEnum):
    """How a deputy was spoken with."""

    VISIT = "visit"
    MEETING = "meeting"
    TELEPHONE = "telephone"
    LETTER = "letter"
