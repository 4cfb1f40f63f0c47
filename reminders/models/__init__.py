from reminders.models.beat import WorkerBeat
from reminders.models.reminder import Reminder
from reminders.models.rule import Audience, ReminderRule

__all__ = ["Audience", "Reminder", "ReminderRule", "WorkerBeat"]
