"""How it stood between units: contributions to the leads, co-signatures of the further leads."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from dashboards.standing.partner_shapes import Kind, PartnerRow, Partners, Word
from dashboards.standing.reading import Facts
from dashboards.standing.shapes import Stage
from reports.gathering import latest_standing
from reports.models import Contribution, ContributionVersion, CoSignature, FilingVersion
from reports.workflow import CoSignatureStatus
from tasks.models import Obligation, Task
from tasks.parties import leads_of
from tasks.redating import put_back


def partners_of(facts: Facts, stages: Iterable[Stage]) -> Partners:
    """By stage, then in the directive's order. Six queries, however much there is.

    Each asks one table by keys already known: joined across the whole plan, a database without fresh
    statistics may take minutes for them.
    """
    by_deadline: dict[int | None, Stage] = {stage.id: stage for stage in stages}
    obligations = _owed(facts)
    reading = _Reading(
        facts,
        {leaf.pk: leaf for leaf in facts.leaves},
        by_deadline,
        _versions(facts, obligations),
        _co_signatures(obligations),
        {part.pk: part.version for part in facts.parts},
    )
    rows = [reading.row(owed) for owed in obligations if reading.is_within(owed)]
    found = [row for row in rows if row is not None]
    places = {leaf.pk: place for place, leaf in enumerate(facts.leaves)}
    return Partners(tuple(sorted(found, key=lambda row: (row.stage.number, places[row.leaf_id]))))


def _owed(facts: Facts) -> list[Obligation]:
    """With the days in force then.

    A co-signature that was withdrawn because the report went without it is told as a gap.
    """
    rows = list(
        Obligation.objects.filter(
            Q(withdrawn_at__isnull=True)
            | Q(withdrawn_at__gte=facts.at)
            | Q(kind=Kind.CO_SIGNATURE),
            plan=facts.plan,
            kind__in=(Kind.CONTRIBUTION, Kind.CO_SIGNATURE),
        )
        .select_related("task")
        .order_by("task__order", "kind", "pk")
    )
    put_back(rows, facts.days)
    return rows


def _versions(facts: Facts, owed: Iterable[Obligation]) -> dict[int, ContributionVersion]:
    """By obligation what had been sent last by then and not been given back."""
    contributions = dict(
        Contribution.objects.filter(
            obligation__in=[row.pk for row in owed if row.kind == Kind.CONTRIBUTION]
        ).values_list("pk", "obligation_id")
    )
    versions = ContributionVersion.objects.filter(
        contribution__in=list(contributions), sent_at__lte=facts.at
    ).prefetch_related("figures")
    return {
        contributions[row.contribution_id]: row
        for row in latest_standing(versions.order_by("number"), facts.at)
    }


def _co_signatures(owed: Iterable[Obligation]) -> dict[int, list[CoSignature]]:
    rows = CoSignature.objects.filter(
        obligation__in=[row.pk for row in owed if row.kind == Kind.CO_SIGNATURE]
    ).order_by("pk")
    found: dict[int, list[CoSignature]] = defaultdict(list)
    for row in rows:
        found[row.obligation_id].append(row)
    return found


@dataclass(frozen=True)
class _Reading:
    facts: Facts
    leaves: Mapping[int, Task]
    stages: Mapping[int | None, Stage]
    versions: Mapping[int, ContributionVersion]
    co_signatures: Mapping[int, list[CoSignature]]
    submitted: Mapping[int, FilingVersion]  # by part, of what stood then

    def is_within(self, owed: Obligation) -> bool:
        return owed.task_id in self.leaves and owed.deadline_id in self.stages

    def row(self, owed: Obligation) -> PartnerRow | None:
        if owed.kind == Kind.CONTRIBUTION:
            return self._contribution(owed)
        return self._co_signature(owed)

    def _contribution(self, owed: Obligation) -> PartnerRow:
        version = self.versions.get(owed.pk)
        met_at = owed.met_at if owed.met_at and owed.met_at <= self.facts.at else None
        return self._made(
            owed,
            word=Word.ARRIVED if version else Word.OPEN,
            days_late=self._days(owed, met_at),
            at=version.sent_at if version else None,
            by=version.sent_by_name if version else "",
            version=version.number if version else None,
            figures={row.target_id: row.value for row in version.figures.all()} if version else {},
            address_id=owed.pk if version else None,
            is_sample=version is not None and version.is_sample,
        )

    def _co_signature(self, owed: Obligation) -> PartnerRow | None:
        row = self._submitted(owed)
        if row is not None:
            return self._frozen(owed, row)
        if owed.withdrawn_at is not None and owed.withdrawn_at < self.facts.at:
            return None
        met_at = owed.met_at if owed.met_at and owed.met_at <= self.facts.at else None
        asked = any(
            row.asked_at and row.asked_at <= self.facts.at
            for row in self.co_signatures.get(owed.pk, ())
        )
        waiting = Word.AWAITING if asked else Word.OPEN
        return self._made(
            owed,
            word=Word.SIGNED if met_at else waiting,
            days_late=self._days(owed, met_at) if asked or met_at else 0,
            at=met_at,
        )

    def _submitted(self, owed: Obligation) -> CoSignature | None:
        """Of the report's version that stood then."""
        found = [
            row for row in self.co_signatures.get(owed.pk, ()) if row.part_id in self.submitted
        ]
        return max(found, key=self._number, default=None)

    def _number(self, row: CoSignature) -> int:
        return self.submitted[row.part_id].number or 0

    def _frozen(self, owed: Obligation, row: CoSignature) -> PartnerRow:
        """As it was when the report was submitted."""
        words = {
            CoSignatureStatus.SIGNED: Word.SIGNED,
            CoSignatureStatus.OBJECTED: Word.OBJECTED,
        }
        word = words.get(CoSignatureStatus(row.status), Word.MISSING)
        is_gap = word != Word.SIGNED
        version = self.submitted[row.part_id]
        return self._made(
            owed,
            word=word,
            days_late=0 if is_gap else self._days(owed, owed.met_at),
            at=row.decided_at if row.decided_at and word != Word.MISSING else None,
            by=row.decided_by_name if word != Word.MISSING else "",
            version=version.number,
            went=version.number if is_gap else None,
            objection=row.objection if word == Word.OBJECTED else "",
            is_sample=version.is_sample,
        )

    def _days(self, owed: Obligation, met_at: datetime | None) -> int:
        day = timezone.localdate(met_at) if met_at else self.facts.today
        return max(0, (day - owed.due_on).days)

    def _made(
        self,
        owed: Obligation,
        *,
        word: Word,
        days_late: int,
        at: datetime | None = None,
        by: str = "",
        version: int | None = None,
        went: int | None = None,
        objection: str = "",
        figures: Mapping[int, Decimal] | None = None,
        address_id: int | None = None,
        is_sample: bool = False,
    ) -> PartnerRow:
        leaf = self.leaves[owed.task_id or 0]
        return PartnerRow(
            kind=Kind(owed.kind),
            leaf_id=leaf.pk,
            leaf=str(leaf),
            unit=self.facts.units[owed.unit_id],
            lead=self.facts.units[leads_of(leaf, self.facts.at)[0].pk],
            stage=self.stages[owed.deadline_id],
            due_on=owed.due_on,
            word=word,
            days_late=days_late,
            at=at,
            by=by,
            version=version,
            went=went,
            objection=objection,
            figures=figures or {},
            address_id=address_id,
            is_sample=is_sample,
            is_provisional=self.facts.calendar.is_provisional(
                owed.due_on, self.stages[owed.deadline_id].due_on
            ),
        )
