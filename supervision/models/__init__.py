from supervision.models.bulletin import Bulletin
from supervision.models.difficulty import Difficulty
from supervision.models.instruction import Instruction
from supervision.models.notice import Notice, NoticeIssue, NoticeReview

__all__ = ["Bulletin", "Difficulty", "Instruction", "Notice", "NoticeIssue", "NoticeReview"]
