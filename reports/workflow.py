"""The life of a staged report, as one table. Plain Python: no Django, no users, no dates."""

from enum import StrEnum

from common.life import Life, step


class Status(StrEnum):
    NOT_STARTED = "not_started"  # 待填报
    DRAFT = "draft"  # 草稿
    AWAITING_SIGNATURE = "awaiting_signature"  # 待审签
    SUBMITTED = "submitted"  # 已提交; the unit may still recall it
    UNDER_REVIEW = "under_review"  # the office has opened it
    RETURNED = "returned"  # 已退回
    ACCEPTED = "accepted"  # 已审核
    CORRECTION_ASKED = "correction_asked"  # 申请更正
    ENTERING = "entering"  # 代录中: the office enters the unit's paper


class Action(StrEnum):
    START = "start"
    SEND_FOR_SIGNATURE = "send_for_signature"
    RECALL_FROM_SIGNATURE = "recall_from_signature"
    GIVE_BACK = "give_back"  # the head gives it back to the clerk, with words
    SIGN_AND_SUBMIT = "sign_and_submit"
    RECALL_SUBMISSION = "recall_submission"
    OPEN_REVIEW = "open_review"
    RETURN = "return"
    ACCEPT = "accept"
    ASK_CORRECTION = "ask_correction"
    GRANT_CORRECTION = "grant_correction"
    REFUSE_CORRECTION = "refuse_correction"
    ENTER_FROM_PAPER = "enter_from_paper"
    SUBMIT_ENTRY = "submit_entry"
    DROP_ENTRY = "drop_entry"
    HAND_OVER = "hand_over"  # noted when somebody leaves; takes no step


class Actor(StrEnum):
    CLERK = "clerk"
    HEAD = "head"
    OFFICE = "office"
    REGISTRAR = "registrar"  # of the office, for a unit that sent paper


S, A = Status, Action
LIFE = Life(
    step(A.START, (S.NOT_STARTED, S.RETURNED), S.DRAFT, Actor.CLERK),
    step(A.SEND_FOR_SIGNATURE, (S.DRAFT,), S.AWAITING_SIGNATURE, Actor.CLERK),
    step(A.RECALL_FROM_SIGNATURE, (S.AWAITING_SIGNATURE,), S.DRAFT, Actor.CLERK),
    step(A.GIVE_BACK, (S.AWAITING_SIGNATURE,), S.DRAFT, Actor.HEAD, needs_reason=True),
    step(A.SIGN_AND_SUBMIT, (S.AWAITING_SIGNATURE,), S.SUBMITTED, Actor.HEAD),
    step(A.RECALL_SUBMISSION, (S.SUBMITTED,), S.DRAFT, Actor.CLERK, needs_reason=True),
    step(A.OPEN_REVIEW, (S.SUBMITTED,), S.UNDER_REVIEW, Actor.OFFICE),
    step(A.RETURN, (S.UNDER_REVIEW,), S.RETURNED, Actor.OFFICE),
    step(A.ACCEPT, (S.UNDER_REVIEW,), S.ACCEPTED, Actor.OFFICE),
    step(A.ASK_CORRECTION, (S.ACCEPTED,), S.CORRECTION_ASKED, Actor.CLERK, needs_reason=True),
    step(A.GRANT_CORRECTION, (S.CORRECTION_ASKED,), S.DRAFT, Actor.OFFICE),
    step(A.REFUSE_CORRECTION, (S.CORRECTION_ASKED,), S.ACCEPTED, Actor.OFFICE, needs_reason=True),
    step(A.ENTER_FROM_PAPER, (S.NOT_STARTED, S.DRAFT, S.RETURNED), S.ENTERING, Actor.REGISTRAR),
    step(A.SUBMIT_ENTRY, (S.ENTERING,), S.SUBMITTED, Actor.REGISTRAR),
    step(A.DROP_ENTRY, (S.ENTERING,), S.DRAFT, Actor.REGISTRAR, needs_reason=True),
)

# What is still being written, by the unit or for it, and nobody else may read.
INSIDE_THE_UNIT = frozenset({S.NOT_STARTED, S.DRAFT, S.AWAITING_SIGNATURE, S.ENTERING})
# The next step is the office's: to open, to decide on, to answer.
AT_THE_OFFICE = frozenset({S.SUBMITTED, S.UNDER_REVIEW, S.CORRECTION_ASKED})
# Steps between clerk and head, of which nobody outside the unit reads.
INSIDE_STEPS = frozenset({A.SEND_FOR_SIGNATURE, A.RECALL_FROM_SIGNATURE, A.GIVE_BACK, A.HAND_OVER})
# The parts may be written.
EDITABLE = frozenset({S.DRAFT, S.ENTERING})


class Decision(StrEnum):
    """The office's word on one part."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    RETURNED = "returned"
