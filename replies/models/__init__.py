from replies.models.answer import Answer
from replies.models.co_signature import CoSignature
from replies.models.keeper import KeeperChange
from replies.models.letter import Letter
from replies.models.promise import Promise, PromiseDate
from replies.models.rating import Assessment, Rating, RatingLink
from replies.models.reply import Reply
from replies.models.roster import Contact, RosterEntry

__all__ = [
    "Answer",
    "Assessment",
    "CoSignature",
    "Contact",
    "KeeperChange",
    "Letter",
    "Promise",
    "PromiseDate",
    "Rating",
    "RatingLink",
    "Reply",
    "RosterEntry",
]
