from reports.models.attachment import Attachment
from reports.models.co_signature import CoSignature
from reports.models.contribution import (
    AskedFigure,
    Contribution,
    ContributionFigure,
    ContributionVersion,
    FigureSource,
)
from reports.models.event import FilingEvent
from reports.models.filing import Filing
from reports.models.paper import PaperReceipt
from reports.models.part import Explanation, Figure, MilestoneResult, Part
from reports.models.reply import ReplyReceipt
from reports.models.scan import Scan
from reports.models.version import FilingVersion

__all__ = [
    "AskedFigure",
    "Attachment",
    "CoSignature",
    "Contribution",
    "ContributionFigure",
    "ContributionVersion",
    "Explanation",
    "Figure",
    "FigureSource",
    "Filing",
    "FilingEvent",
    "FilingVersion",
    "MilestoneResult",
    "PaperReceipt",
    "Part",
    "ReplyReceipt",
    "Scan",
]
