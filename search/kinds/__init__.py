from search.kinds.contributions import CONTRIBUTIONS
from search.kinds.plan import PLANS, TASKS
from search.kinds.replies import REPLIES
from search.kinds.reports import FILINGS, REPORT_TEXTS
from search.kinds.roster import DEPUTIES
from search.kinds.supervision import BULLETINS, DIFFICULTIES, NOTICES
from search.kinds.units import PEOPLE, UNITS

# In this order on the page.
KINDS = (
    UNITS,
    TASKS,
    FILINGS,
    REPORT_TEXTS,
    CONTRIBUTIONS,
    NOTICES,
    DIFFICULTIES,
    BULLETINS,
    REPLIES,
    PEOPLE,
    DEPUTIES,
    PLANS,
)

__all__ = ["KINDS"]
