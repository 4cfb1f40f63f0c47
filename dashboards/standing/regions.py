"""The regions of a plan: the units its directive names together as responsible, such as 各县、区."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

from dashboards.standing.partner_shapes import Kind, PartnerRow, Partners
from dashboards.standing.reading import Facts
from dashboards.standing.shapes import MeasureTotal, RegionShare, RegionStanding
from supervision.selectors.standing import DifficultyStanding
from tasks.models import Target, TaskParty
from tasks.wording import bounds_words
from units.models import Unit

FEWEST = 3  # two units side by side are no map
ZERO = Decimal(0)


def regions_of(
    facts: Facts,
    partners: Partners,
    measures: Iterable[MeasureTotal],
    difficulties: Iterable[DifficultyStanding],
    *,
    only: int | None = None,
) -> tuple[RegionStanding, ...]:
    """Members of the group that most leaves name, in the directive's order; or one of them. No query."""
    units = [unit for unit in _group(facts) if only in {None, unit.pk}]
    shared = {(row.name, row.unit) for row in measures if not row.is_scope and row.leaves > 1}
    targets = [target for leaf in facts.leaves for target in leaf.targets.all()]
    ids = {unit.pk for unit in units}
    shown = [target for target in targets if _is_shared(target, shared) or _is_given(target, ids)]
    counts = Counter(row.unit.id for row in difficulties if row.is_open)
    rows = partners.of(Kind.CONTRIBUTION)
    return tuple(
        _region(
            facts,
            unit,
            [row for row in rows if row.unit.id == unit.pk],
            shown,
            counts[unit.pk],
        )
        for unit in units
    )


def _group(facts: Facts) -> list[Unit]:
    role = TaskParty.Role.RESPONSIBLE
    named = Counter(
        party.group
        for leaf in facts.leaves
        for party in leaf.parties.all()
        if party.group is not None and party.role == role
    )
    if not named:
        return []
    group, _leaves = named.most_common(1)[0]
    units = [member.unit for member in group.members.all()]
    return units if len(units) >= FEWEST else []


def _is_shared(target: Target, shared: set[tuple[str, str]]) -> bool:
    return (target.name, target.unit) in shared


def _is_given(target: Target, units: set[int]) -> bool:
    return any(row.unit_id in units for row in target.allocations.all())


def _region(
    facts: Facts, unit: Unit, rows: list[PartnerRow], targets: list[Target], difficulties: int
) -> RegionStanding:
    due = [row for row in rows if row.due_on < facts.today]
    return RegionStanding(
        unit=facts.units[unit.pk],
        place=facts.places.get(unit.pk),
        owed=len(rows),
        arrived=sum(row.is_in for row in rows),
        due=len(due),
        overdue=sum(row.is_overdue for row in rows),
        late=sum(row.is_in and row.days_late > 0 for row in rows),
        shares=_shares(unit, _told(rows), targets),
        difficulties=difficulties,
    )


def _told(rows: Iterable[PartnerRow]) -> dict[int, Decimal]:
    """By target the latest running total; `rows` come by stage."""
    return {pk: value for row in rows for pk, value in row.figures.items()}


def _shares(
    unit: Unit, told: Mapping[int, Decimal], targets: Iterable[Target]
) -> tuple[RegionShare, ...]:
    """Of a measure that many leaves share, their sum."""
    groups: dict[tuple[str, str], list[Target]] = {}
    for target in targets:
        groups.setdefault((target.name, target.unit), []).append(target)
    return tuple(_share(unit, name, measured, told) for (name, measured) in groups.items())


def _share(
    unit: Unit, key: tuple[str, str], targets: list[Target], told: Mapping[int, Decimal]
) -> RegionShare:
    name, measured_in = key
    values = [told[target.pk] for target in targets if target.pk in told]
    given = (
        bounds_words(row, measured_in)
        for target in targets
        for row in target.allocations.all()
        if row.unit_id == unit.pk
    )
    return RegionShare(name, measured_in, sum(values, ZERO) if values else None, next(given, ""))
