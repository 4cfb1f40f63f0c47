"""The lives of an assignment and of an extension, each as one table. Plain Python."""

from enum import StrEnum

from common.life import Life, step


class Actor(StrEnum):
    """Clerk and head are the unit's own, as in `units.roles.UnitActor`."""

    CLERK = "clerk"
    HEAD = "head"
    OFFICE = "office"
    PLAN = "plan"  # nobody: the plan was amended


class AssignmentStatus(StrEnum):
    AWAITING_RECEIPT = "awaiting_receipt"  # 待签收
    IN_HAND = "in_hand"  # 办理中
    RETURNED = "returned"  # 退回: not ours, says the unit; the office decides
    INSISTED = "insisted"  # 待签收 again: the office did not agree to the return
    REASSIGNED = "reassigned"  # 已改派: another unit has it
    DONE = "done"  # 已办结
    WITHDRAWN = "withdrawn"  # 已撤销: the amended plan gives it to the unit no longer


class AssignmentAction(StrEnum):
    HAND_OUT = "hand_out"  # the beginning of a life; not a step of the table
    CONFIRM = "confirm"
    RETURN = "return"
    REASSIGN = "reassign"
    INSIST = "insist"
    FINISH = "finish"
    WITHDRAW = "withdraw"


S, A = AssignmentStatus, AssignmentAction
# The unit's own word, as against what the office decides.
FOR_THE_UNIT = frozenset({A.CONFIRM, A.RETURN})
UNCONFIRMED = frozenset({S.AWAITING_RECEIPT, S.INSISTED})
# The unit has it no longer.
GONE = frozenset({S.REASSIGNED, S.WITHDRAWN})
ASSIGNMENT_LIFE = Life(
    step(A.CONFIRM, UNCONFIRMED, S.IN_HAND, Actor.CLERK),
    step(A.RETURN, (S.AWAITING_RECEIPT,), S.RETURNED, Actor.HEAD, needs_reason=True),
    step(
        A.REASSIGN,
        (*UNCONFIRMED, S.RETURNED, S.IN_HAND),
        S.REASSIGNED,
        Actor.OFFICE,
        needs_reason=True,
    ),
    step(A.INSIST, (S.RETURNED,), S.INSISTED, Actor.OFFICE, needs_reason=True),
    step(A.FINISH, (S.IN_HAND,), S.DONE, Actor.OFFICE, needs_reason=True),
    step(A.WITHDRAW, (*UNCONFIRMED, S.RETURNED, S.IN_HAND, S.DONE), S.WITHDRAWN, Actor.PLAN),
)


class ExtensionStatus(StrEnum):
    ASKED = "asked"  # 待决定
    GRANTED = "granted"  # 同意, to the day asked for or to another
    REFUSED = "refused"  # 不同意
    TAKEN_BACK = "taken_back"  # 已撤回


class ExtensionAction(StrEnum):
    ASK = "ask"  # the beginning of a life; not a step of the table
    GRANT = "grant"
    REFUSE = "refuse"
    TAKE_BACK = "take_back"


EXTENSION_LIFE = Life(
    step(ExtensionAction.GRANT, (ExtensionStatus.ASKED,), ExtensionStatus.GRANTED, Actor.OFFICE),
    step(
        ExtensionAction.REFUSE,
        (ExtensionStatus.ASKED,),
        ExtensionStatus.REFUSED,
        Actor.OFFICE,
        needs_reason=True,
    ),
    step(
        ExtensionAction.TAKE_BACK,
        (ExtensionStatus.ASKED,),
        ExtensionStatus.TAKEN_BACK,
        Actor.HEAD,
    ),
)
