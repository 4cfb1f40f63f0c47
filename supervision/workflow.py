"""What difficulties, instructions, notices, their reviews and bulletins go through, a table each.

Plain Python: no Django, no users, no dates.
"""

from enum import StrEnum

from common.life import Life, step


class Actor(StrEnum):
    """Who acts: for the unit that is spoken to, or above it."""

    CLERK = "clerk"
    HEAD = "head"
    OFFICE = "office"
    VICE_MAYOR = "vice_mayor"
    BUREAU = "bureau"
    REVIEWER = "reviewer"  # somebody of the bureau who neither issued nor checked
    APPROVER = "approver"  # somebody of the bureau who did not write the bulletin


# -- difficulties ------------------------------------------------------------------------------------


class DifficultyStatus(StrEnum):
    WITH_OFFICE = "with_office"
    GIVEN_BACK = "given_back"  # the unit is asked for more words
    WITH_VICE_MAYOR = "with_vice_mayor"
    INSTRUCTED = "instructed"
    SOLVED = "solved"
    CLOSED = "closed"


class DifficultyAction(StrEnum):
    REPORT = "report"
    SOLVE = "solve"
    SEND_UP = "send_up"
    GIVE_BACK = "give_back"
    ADD_WORDS = "add_words"
    INSTRUCT = "instruct"
    CLOSE = "close"


D, DA = DifficultyStatus, DifficultyAction
# From every status but the last two somebody has the next step: nothing that was reported can vanish.
DIFFICULTY_LIFE = Life(
    step(DA.SOLVE, (D.WITH_OFFICE,), D.SOLVED, Actor.OFFICE, needs_reason=True),
    step(DA.SEND_UP, (D.WITH_OFFICE,), D.WITH_VICE_MAYOR, Actor.OFFICE, needs_reason=True),
    step(DA.GIVE_BACK, (D.WITH_OFFICE,), D.GIVEN_BACK, Actor.OFFICE, needs_reason=True),
    step(DA.ADD_WORDS, (D.GIVEN_BACK,), D.WITH_OFFICE, Actor.CLERK, needs_reason=True),
    step(DA.INSTRUCT, (D.WITH_VICE_MAYOR,), D.INSTRUCTED, Actor.VICE_MAYOR),
    step(DA.CLOSE, (D.INSTRUCTED,), D.CLOSED, Actor.OFFICE),
)
DIFFICULTY_ENDED = frozenset({D.SOLVED, D.CLOSED})


# -- what a unit has to answer: instructions and notices ---------------------------------------------


class Status(StrEnum):
    OPEN = "open"
    AWAITING_SIGNATURE = "awaiting_signature"
    ANSWERED = "answered"
    DONE = "done"  # an instruction carried out
    WATCHED = "watched"  # a red notice made good
    CLOSED = "closed"  # 销号
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    ISSUE = "issue"
    SEND_FOR_SIGNATURE = "send_for_signature"
    RECALL_FROM_SIGNATURE = "recall_from_signature"
    GIVE_BACK_TO_CLERK = "give_back_to_clerk"
    SIGN_AND_SEND = "sign_and_send"
    CONFIRM = "confirm"  # the instruction is carried out
    GIVE_BACK = "give_back"  # the office asks for a better answer
    MADE_GOOD = "made_good"
    MADE_GOOD_AND_WATCH = "made_good_and_watch"  # of a red one
    NOT_MADE_GOOD = "not_made_good"
    CLOSE = "close"
    RAISE = "raise"
    WITHDRAW = "withdraw"
    WITHDRAW_ON_REVIEW = "withdraw_on_review"


S, A = Status, Action
ANSWERING = (
    step(A.SEND_FOR_SIGNATURE, (S.OPEN,), S.AWAITING_SIGNATURE, Actor.CLERK),
    step(A.SIGN_AND_SEND, (S.AWAITING_SIGNATURE,), S.ANSWERED, Actor.HEAD),
    step(A.RECALL_FROM_SIGNATURE, (S.AWAITING_SIGNATURE,), S.OPEN, Actor.CLERK),
    step(A.GIVE_BACK_TO_CLERK, (S.AWAITING_SIGNATURE,), S.OPEN, Actor.HEAD, needs_reason=True),
)
INSTRUCTION_LIFE = Life(
    *ANSWERING,
    step(A.CONFIRM, (S.ANSWERED,), S.DONE, Actor.OFFICE),
    step(A.GIVE_BACK, (S.ANSWERED,), S.OPEN, Actor.OFFICE, needs_reason=True),
)
NOTICE_LIFE = Life(
    *ANSWERING,
    step(A.MADE_GOOD, (S.ANSWERED,), S.CLOSED, Actor.BUREAU, needs_reason=True),
    step(A.MADE_GOOD_AND_WATCH, (S.ANSWERED,), S.WATCHED, Actor.BUREAU, needs_reason=True),
    step(A.NOT_MADE_GOOD, (S.ANSWERED,), S.OPEN, Actor.BUREAU, needs_reason=True),
    step(A.CLOSE, (S.WATCHED,), S.CLOSED, Actor.BUREAU),
    step(A.RAISE, (S.OPEN, S.AWAITING_SIGNATURE, S.WATCHED), S.OPEN, Actor.BUREAU),
    step(
        A.WITHDRAW,
        (S.OPEN, S.AWAITING_SIGNATURE, S.ANSWERED, S.WATCHED),
        S.WITHDRAWN,
        Actor.BUREAU,
        needs_reason=True,
    ),
    step(
        A.WITHDRAW_ON_REVIEW,
        (S.OPEN, S.AWAITING_SIGNATURE, S.ANSWERED, S.WATCHED, S.CLOSED),
        S.WITHDRAWN,
        Actor.REVIEWER,
        needs_reason=True,
    ),
)
ENDED = frozenset({S.DONE, S.CLOSED, S.WITHDRAWN})
# Steps between clerk and head, of which nobody outside the unit reads.
INSIDE_STEPS = frozenset({A.SEND_FOR_SIGNATURE, A.RECALL_FROM_SIGNATURE, A.GIVE_BACK_TO_CLERK})
# Each makes the unit owe one more answer.
ASKING = frozenset({A.ISSUE, A.RAISE, A.NOT_MADE_GOOD, A.GIVE_BACK})
# What somebody did for the unit that answers.
FOR_THE_UNIT = INSIDE_STEPS | {A.SIGN_AND_SEND}


class Level(StrEnum):
    CHASE = "chase"  # 催办
    BLUE = "blue"  # remind
    YELLOW = "yellow"  # warn
    RED = "red"  # 限期整改


# The one path of colours. A case begins with one of the first two and goes up a step at a time.
PATH = tuple(Level)
FIRST_LEVELS = (Level.CHASE, Level.BLUE)


def next_level(level: str) -> Level | None:
    """None above red."""
    place = PATH.index(Level(level)) + 1
    return PATH[place] if place < len(PATH) else None


# -- reviews -----------------------------------------------------------------------------------------


class ReviewStatus(StrEnum):
    ASKED = "asked"
    UPHELD = "upheld"
    WITHDRAWN = "withdrawn"


class ReviewAction(StrEnum):
    ASK = "ask"
    UPHOLD = "uphold"
    WITHDRAW = "withdraw"


R, RA = ReviewStatus, ReviewAction
REVIEW_LIFE = Life(
    step(RA.ASK, (), R.ASKED, Actor.HEAD, needs_reason=True),
    step(RA.UPHOLD, (R.ASKED,), R.UPHELD, Actor.REVIEWER, needs_reason=True),
    step(RA.WITHDRAW, (R.ASKED,), R.WITHDRAWN, Actor.REVIEWER, needs_reason=True),
)


# -- bulletins ---------------------------------------------------------------------------------------


class BulletinStatus(StrEnum):
    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"
    ISSUED = "issued"
    DROPPED = "dropped"  # a draft that will not be issued


class BulletinAction(StrEnum):
    DRAW_UP = "draw_up"
    WRITE = "write"
    SEND_FOR_APPROVAL = "send_for_approval"
    APPROVE = "approve"
    GIVE_BACK = "give_back"
    ISSUE = "issue"
    DROP = "drop"


B, BA = BulletinStatus, BulletinAction
BULLETIN_LIFE = Life(
    step(BA.WRITE, (B.DRAFT,), B.DRAFT, Actor.BUREAU),
    step(BA.SEND_FOR_APPROVAL, (B.DRAFT,), B.AWAITING_APPROVAL, Actor.BUREAU),
    step(BA.APPROVE, (B.AWAITING_APPROVAL,), B.APPROVED, Actor.APPROVER),
    step(BA.GIVE_BACK, (B.AWAITING_APPROVAL, B.APPROVED), B.DRAFT, Actor.BUREAU, needs_reason=True),
    step(BA.ISSUE, (B.APPROVED,), B.ISSUED, Actor.BUREAU),
    step(BA.DROP, (B.DRAFT,), B.DROPPED, Actor.BUREAU, needs_reason=True),
)
