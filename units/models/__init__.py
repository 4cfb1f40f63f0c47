from units.models.calendar import CalendarDay, CalendarYear
from units.models.delegation import Delegation
from units.models.government import Government
from units.models.handover import Handover
from units.models.people import Membership, User
from units.models.rules import Rule, RuleSet
from units.models.unit import Unit, UnitAlias, UnitName
from units.models.upload import Upload

__all__ = [
    "CalendarDay",
    "CalendarYear",
    "Delegation",
    "Government",
    "Handover",
    "Membership",
    "Rule",
    "RuleSet",
    "Unit",
    "UnitAlias",
    "UnitName",
    "Upload",
    "User",
]
