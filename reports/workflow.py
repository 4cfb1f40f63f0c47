"""The lives of a staged report, of a contribution to it and of a co-signature, each as one table.

Plain Python: no Django, no users, no dates.
"""

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


class ContributionStatus(StrEnum):
    """函告: what a responsible unit writes to the lead units of a leaf for one stage."""

    NOT_STARTED = "not_started"  # 待写
    DRAFT = "draft"  # 草稿; also after the lead has given it back
    SENT = "sent"  # 已函告


class ContributionAction(StrEnum):
    WRITE = "write"
    SEND = "send"
    REVISE = "revise"  # the unit writes it anew; what was sent stands until the next is sent
    RETURN = "return"  # the lead gives it back, with words
    CHASE = "chase"  # the lead asks for what has not come


class ContributionActor(StrEnum):
    CLERK = "clerk"
    SENDER = "sender"  # the unit's head; its clerk where no head is on the portal
    LEAD = "lead"  # the clerk of the lead that gathers


C, CA, CONTRIBUTOR = ContributionStatus, ContributionAction, ContributionActor
CONTRIBUTION_LIFE = Life(
    step(CA.WRITE, (C.NOT_STARTED, C.DRAFT), C.DRAFT, CONTRIBUTOR.CLERK),
    step(CA.SEND, (C.DRAFT,), C.SENT, CONTRIBUTOR.SENDER),
    step(CA.REVISE, (C.SENT,), C.DRAFT, CONTRIBUTOR.CLERK),
    step(CA.RETURN, (C.SENT,), C.DRAFT, CONTRIBUTOR.LEAD, needs_reason=True),
)


class CoSignatureStatus(StrEnum):
    """会签: a further lead's word on the gathering lead's part of a leaf, in one version of it."""

    NOT_ASKED = "not_asked"  # 未请会签
    AWAITING = "awaiting"  # 待会签
    SIGNED = "signed"  # 已会签
    OBJECTED = "objected"  # 有异议


class CoSignatureAction(StrEnum):
    PUT_UP = "put_up"  # the part is opened to the further lead
    SIGN = "sign"
    OBJECT = "object"
    ASK_AGAIN = "ask_again"  # the part was changed after the word on it


class CoSignatureActor(StrEnum):
    LEAD_CLERK = "lead_clerk"  # of the lead that gathers
    CO_HEAD = "co_head"  # the head of the further lead


CS, CSA, CO_SIGNER = CoSignatureStatus, CoSignatureAction, CoSignatureActor
CO_SIGNATURE_LIFE = Life(
    step(CSA.PUT_UP, (CS.NOT_ASKED, CS.OBJECTED), CS.AWAITING, CO_SIGNER.LEAD_CLERK),
    step(CSA.SIGN, (CS.AWAITING, CS.OBJECTED), CS.SIGNED, CO_SIGNER.CO_HEAD),
    step(CSA.OBJECT, (CS.AWAITING,), CS.OBJECTED, CO_SIGNER.CO_HEAD, needs_reason=True),
    step(CSA.ASK_AGAIN, (CS.SIGNED, CS.OBJECTED), CS.AWAITING, CO_SIGNER.LEAD_CLERK),
)
