"""Where a figure was taken from: kept as long as the figure is what it was."""

from decimal import Decimal

from django.db.models import Sum

from reports.models import ContributionFigure, Figure, FigureSource, Part
from reports.warnings import Share


def keep_sources(part: Part, target_id: int, share: Share) -> None:
    FigureSource.objects.filter(part=part, target=target_id).delete()
    FigureSource.objects.bulk_create(
        FigureSource(part=part, target_id=target_id, version=version) for version in share.versions
    )


def drop_loose_sources(part: Part) -> None:
    """A figure typed over is the lead's own again."""
    sources: dict[int, list[int]] = {}
    for target_id, version_id in part.figure_sources.values_list("target_id", "version_id"):
        sources.setdefault(target_id, []).append(version_id)
    if not sources:
        return
    values = dict(Figure.objects.filter(part=part).values_list("target_id", "value"))
    for target_id, versions in sources.items():
        if values.get(target_id) != _total(target_id, versions):
            FigureSource.objects.filter(part=part, target=target_id).delete()


def _total(target_id: int, versions: list[int]) -> Decimal | None:
    figures = ContributionFigure.objects.filter(target=target_id, version__in=versions)
    total: Decimal | None = figures.aggregate(total=Sum("value"))["total"]
    return total
