from tasks.models.assignment import Assignment, HandOut, Reassignment
from tasks.models.closing import LeafClosing, StageClosing
from tasks.models.extension import Extension
from tasks.models.milestone import Milestone
from tasks.models.obligation import Obligation
from tasks.models.party import TaskParty
from tasks.models.target import Allocation, Target
from tasks.models.task import Task

__all__ = [
    "Allocation",
    "Assignment",
    "Extension",
    "HandOut",
    "LeafClosing",
    "Milestone",
    "Obligation",
    "Reassignment",
    "StageClosing",
    "Target",
    "Task",
    "TaskParty",
]
