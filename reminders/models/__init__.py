from reminders.models.beat import WorkerBeat
from reminders.models.reminder import Reminder
from reminders.models.rule import ReminderRule

__all__ = ["Reminder", "ReminderRule", "WorkerBeat"]
