"""The life of a delegation, as one table. Plain Python: no Django, no users, no dates."""

from enum import StrEnum

from common.life import Life, step


class DelegationStatus(StrEnum):
    GIVEN = "given"  # 有效: within its days, while the head is head
    REVOKED = "revoked"  # 已收回


class DelegationAction(StrEnum):
    GIVE = "give"
    REVOKE = "revoke"


class DelegationActor(StrEnum):
    HEAD = "head"


DELEGATION_LIFE = Life(
    step(
        DelegationAction.REVOKE,
        (DelegationStatus.GIVEN,),
        DelegationStatus.REVOKED,
        DelegationActor.HEAD,
    ),
)
