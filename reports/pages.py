"""What the filing pages show, assembled once for screen, receipt and print."""

from dataclasses import dataclass

from common.errors import NotVisibleError
from reports.models import Figure, Filing, FilingVersion, Part
from reports.permissions import allowed_actions, belongs_to_unit, can_read, sees_draft
from reports.selectors import filing_for, parts_with_content, previous_figures, version_for
from reports.warnings import EarlierFigure, EarlierFigures, PartWarning, warnings_of
from reports.words import ACTION_WORDS
from reports.workflow import EDITABLE, Action, Status
from tasks.wording import target_words
from units.permissions import Access

# Steps with a page of their own.
ON_ANOTHER_PAGE = {Action.START, Action.ACCEPT, Action.RETURN, Action.ENTER_FROM_PAPER}


@dataclass(frozen=True)
class Button:
    action: str
    words: str
    needs_reason: bool


@dataclass(frozen=True)
class FigureRow:
    """A reported figure beside what was asked for and what was said last time."""

    figure: Figure
    goal_words: str
    earlier: EarlierFigure | None


@dataclass(frozen=True)
class PartView:
    part: Part
    warnings: list[PartWarning]
    figures: list[FigureRow]

    @property
    def unexplained(self) -> int:
        return sum(not warning.explanation for warning in self.warnings)

    @property
    def is_written(self) -> bool:
        return self.part.is_nil or bool(self.part.narrative.strip())


@dataclass(frozen=True)
class FilingView:
    filing: Filing
    version: FilingVersion | None
    parts: list[PartView]
    earlier: EarlierFigures
    buttons: list[Button]
    is_own: bool

    @property
    def written(self) -> int:
        return sum(view.is_written for view in self.parts)

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
    return FilingView(
        filing=filing,
        version=version,
        parts=_part_views(version, earlier) if version else [],
        earlier=earlier,
        buttons=buttons_of(access, filing),
        is_own=is_own,
    )


def part_views(filing: Filing, version: FilingVersion) -> list[PartView]:
    return _part_views(version, previous_figures(filing, before=version))


def _part_views(version: FilingVersion, earlier: EarlierFigures) -> list[PartView]:
    return [
        PartView(part, warnings_of(part, earlier), _figure_rows(part, earlier))
        for part in parts_with_content(version)
    ]


def _figure_rows(part: Part, earlier: EarlierFigures) -> list[FigureRow]:
    targets = {target.pk: target for target in part.obligation.task.targets.all()}
    return [
        FigureRow(row, target_words(targets[row.target_id]), earlier.get(row.target_id))
        for row in part.figures.all()
    ]


def buttons_of(access: Access, filing: Filing) -> list[Button]:
    """The way forward first; steps back ask for a reason."""
    buttons = [
        Button(step.action, str(ACTION_WORDS[Action(step.action)]), step.needs_reason)
        for step in allowed_actions(access, filing)
        if step.action not in ON_ANOTHER_PAGE
    ]
    return sorted(buttons, key=lambda button: button.needs_reason)


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
