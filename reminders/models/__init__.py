from reminders.models.digest import DigestWeek
from reminders.models.feed import CalendarFeed
from reminders.models.mark import SweepMark
from reminders.models.reminder import AGAIN, Reminder
from reminders.models.rule import Audience, ReminderRule
from reminders.models.wake import AT_ONCE, Wake

__all__ = [
    "AGAIN",
    "AT_ONCE",
    "Audience",
    "CalendarFeed",
    "DigestWeek",
    "Reminder",
    "ReminderRule",
    "SweepMark",
    "Wake",
]
