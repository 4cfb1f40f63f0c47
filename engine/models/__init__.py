from engine.models.dead_letter import DeadLetter
from engine.models.job_state import JobState
from engine.models.redelivery import Redelivery

__all__ = ["DeadLetter", "JobState", "Redelivery"]
