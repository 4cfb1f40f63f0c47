from tasks.models.closing import LeafClosing, StageClosing
from tasks.models.milestone import Milestone
from tasks.models.obligation import Obligation
from tasks.models.party import TaskParty
from tasks.models.target import Allocation, Target
from tasks.models.task import Task

__all__ = [
    "Allocation",
    "LeafClosing",
    "Milestone",
    "Obligation",
    "StageClosing",
    "Target",
    "Task",
    "TaskParty",
]
