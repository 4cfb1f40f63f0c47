"""What of a report depends on working days. A date printed on a holiday holds; work ends before it."""

from datetime import date

from tasks.models import Obligation
from units.selectors import limit_of, work_calendar


def last_working_day(owed: Obligation) -> date:
    """On or before the date in force."""
    return work_calendar(owed.government_id).last_workday_on_or_before(owed.due_on)


def sign_off_by(owed: Obligation) -> date:
    """When the head should have a report, or its correction, so that there is time to sign it."""
    limit = limit_of(owed.plan.rule_set_id, "sign_off_before_stage")
    return limit.before(last_working_day(owed), work_calendar(owed.government_id))
