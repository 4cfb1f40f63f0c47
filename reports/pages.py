"""What the filing pages show, assembled once for screen, receipt and print."""

from collections import Counter
from dataclasses import dataclass

from common.errors import NotVisibleError
from events.buttons import Button, buttons_of
from reports.gathering import shares_at, shares_of
from reports.models import ContributionVersion, CoSignature, Figure, Filing, FilingVersion, Part
from reports.part_states import LOOKS, OPEN, Look, PartState
from reports.permissions import allowed_actions, belongs_to_unit, can_read, sees_draft
from reports.selectors import filing_for, parts_with_content, previous_figures, version_for
from reports.warnings import EarlierFigure, EarlierFigures, PartWarning, Shares, warnings_of
from reports.words import ACTION_WORDS
from reports.workflow import EDITABLE, Action, CoSignatureStatus, Decision, Status
from tasks.goals import gathers_figures
from tasks.wording import target_words
from units.permissions import Access

# Steps with a page of their own.
ON_ANOTHER_PAGE = {Action.START, Action.ACCEPT, Action.RETURN, Action.ENTER_FROM_PAPER}


@dataclass(frozen=True)
class FigureRow:
    """A reported figure beside what was asked for, what was said last time and where it came from."""

    figure: Figure
    goal_words: str
    earlier: EarlierFigure | None
    sources: list[ContributionVersion]


@dataclass(frozen=True)
class PartView:
    part: Part
    warnings: list[PartWarning]
    figures: list[FigureRow]
    returned_because: str

    @property
    def co_signatures(self) -> list[CoSignature]:
        """The word of each further lead, where this unit gathers."""
        return list(self.part.co_signatures.all())

    @property
    def gaps(self) -> list[CoSignature]:
        return [row for row in self.co_signatures if row.is_gap and not self.part.is_locked]

    @property
    def gathers(self) -> bool:
        return gathers_figures(self.part.obligation.task, self.part.obligation.unit_id)

    @property
    def unexplained(self) -> int:
        return sum(not warning.explanation for warning in self.warnings)

    @property
    def is_written(self) -> bool:
        return self.part.is_nil or bool(self.part.narrative.strip())

    @property
    def state(self) -> PartState:
        if self.part.is_locked:
            return PartState.ACCEPTED
        if self.returned_because and not self.part.revision:
            return PartState.RETURNED
        if not self.is_written:
            return PartState.MISSING
        if self.unexplained:
            return PartState.WARNED
        return PartState.NIL if self.part.is_nil else PartState.WRITTEN

    @property
    def look(self) -> Look:
        return LOOKS[self.state]


@dataclass(frozen=True)
class FilingView:
    filing: Filing
    version: FilingVersion | None
    parts: list[PartView]
    earlier: EarlierFigures
    shares: Shares
    buttons: list[Button]
    is_own: bool

    @property
    def written(self) -> int:
        return sum(view.is_written for view in self.parts)

    @property
    def done(self) -> int:
        return sum(view.state not in OPEN for view in self.parts)

    @property
    def done_percent(self) -> int:
        return 100 * self.done // len(self.parts) if self.parts else 0

    @property
    def left(self) -> list[tuple[Look, int]]:
        """What is still to be done, by kind: how many parts each."""
        counts = Counter(view.state for view in self.parts)
        return [(LOOKS[state], counts[state]) for state in OPEN if counts[state]]

    @property
    def first_open(self) -> PartView | None:
        return next((view for view in self.parts if view.state in OPEN), None)

    @property
    def gaps(self) -> list[CoSignature]:
        """What is not co-signed: it blocks, or the report went with it."""
        return [row for view in self.parts for row in view.gaps]

    @property
    def co_signatures(self) -> int:
        return sum(len(view.co_signatures) for view in self.parts)

    @property
    def to_put_up(self) -> int:
        return sum(
            row.status == CoSignatureStatus.NOT_ASKED
            for view in self.parts
            if view.is_written
            for row in view.gaps
        )

    @property
    def gathers(self) -> bool:
        """Whether there are figures or milestones for this unit to tell."""
        return any(
            view.gathers and (task.targets.all() or task.milestones.all())
            for view in self.parts
            if (task := view.part.obligation.task)
        )

    @property
    def unwritten(self) -> int:
        return len(self.parts) - self.written

    @property
    def unexplained(self) -> int:
        return sum(view.unexplained for view in self.parts)


def require_filing(access: Access, filing_id: int) -> Filing:
    filing = filing_for(access, filing_id)
    if filing is None or not can_read(access, filing):
        raise NotVisibleError
    return filing


def filing_view(access: Access, filing: Filing, number: int | None = None) -> FilingView:
    """Who sees the draft sees it first; everybody else the version submitted last, or the one asked for."""
    is_own = belongs_to_unit(access, filing)
    version = _version(filing, number, is_own=is_own, sees=sees_draft(access, filing))
    earlier = previous_figures(filing, before=version)
    shares = shares_for(filing, version)
    return FilingView(
        filing=filing,
        version=version,
        parts=_part_views(filing, version, earlier, shares) if version else [],
        earlier=earlier,
        shares=shares,
        buttons=_buttons(access, filing),
        is_own=is_own,
    )


def place_of(view: FilingView, part_id: int) -> int:
    """Where the part stands in the version shown; another filing's part is not to be found here."""
    for place, part_view in enumerate(view.parts):
        if part_view.part.pk == part_id:
            return place
    raise NotVisibleError


def part_views(filing: Filing, version: FilingVersion) -> list[PartView]:
    earlier = previous_figures(filing, before=version)
    return _part_views(filing, version, earlier, shares_for(filing, version))


def part_view_of(part: Part) -> PartView:
    """One part of a version by itself, for who may read no more of it."""
    views = part_views(part.version.filing, part.version)
    return next(view for view in views if view.part.pk == part.pk)


def shares_for(filing: Filing, version: FilingVersion | None) -> Shares:
    """What the responsible units say of the leaves of a version together."""
    return (
        shares_of(version.parts.select_related("obligation"), shares_at(filing, version))
        if version
        else {}
    )


def _part_views(
    filing: Filing, version: FilingVersion, earlier: EarlierFigures, shares: Shares
) -> list[PartView]:
    reasons = _reasons(filing, version)
    return [
        PartView(
            part,
            warnings_of(part, earlier, shares),
            _figure_rows(part, earlier),
            reasons.get(part.obligation_id, ""),
        )
        for part in parts_with_content(version)
    ]


def _reasons(filing: Filing, version: FilingVersion) -> dict[int, str]:
    """Why the office gave parts back: of this version, or of the one that a draft puts right."""
    decided = filing.latest_version_id if version.number is None else version.pk
    returned = Part.objects.filter(version=decided, decision=Decision.RETURNED)
    return dict(returned.values_list("obligation_id", "decision_reason"))


def _figure_rows(part: Part, earlier: EarlierFigures) -> list[FigureRow]:
    targets = {target.pk: target for target in part.obligation.task.targets.all()}
    return [
        FigureRow(
            row,
            target_words(targets[row.target_id]),
            earlier.get(row.target_id),
            sources_of(part, row.target_id),
        )
        for row in part.figures.all()
    ]


def sources_of(part: Part, target_id: int) -> list[ContributionVersion]:
    """The contributions from which a figure was taken over."""
    return [row.version for row in part.figure_sources.all() if row.target_id == target_id]


def _buttons(access: Access, filing: Filing) -> list[Button]:
    """The way forward first; steps back ask for a reason."""
    steps = sorted(allowed_actions(access, filing), key=lambda step: step.needs_reason)
    return buttons_of(steps, ACTION_WORDS, "filing_step", filing.pk, but=ON_ANOTHER_PAGE)


def is_editable(filing: Filing) -> bool:
    return Status(filing.status) in EDITABLE


def _version(
    filing: Filing, number: int | None, *, is_own: bool, sees: bool
) -> FilingVersion | None:
    if number is not None:
        version = version_for(filing, number)
        if version is None or (version.recalled_at and not is_own):
            raise NotVisibleError
        return version
    return filing.draft if sees and filing.draft else filing.latest_version
