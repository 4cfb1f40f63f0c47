from search.kinds.plan import PLANS, TASKS
from search.kinds.replies import REPLIES
from search.kinds.reports import FILINGS, REPORT_TEXTS
from search.kinds.supervision import DIFFICULTIES, NOTICES
from search.kinds.units import PEOPLE, UNITS

# In this order on the page.
KINDS = (UNITS, TASKS, FILINGS, REPORT_TEXTS, NOTICES, DIFFICULTIES, REPLIES, PEOPLE, PLANS)

__all__ = ["KINDS"]
