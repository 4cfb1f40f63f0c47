"""The words with which clerks explained the portal's warnings, for the narratives of a standing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards.exports.rows import NarrativeRow
from dashboards.standing import PlanStanding
from dashboards.standing.shapes import LeafStanding, Narrative, Source
from reports.models import Explanation

# By the code before the colon of `Explanation.warning`; %s is what stands after it.
WARNING_WORDS = {
    "nil_with_content": gettext_lazy("声明“无情况可报”，却填了内容"),
    "empty": gettext_lazy("没有写进展情况"),
    "missing": gettext_lazy("“%s”没有填完成数"),
    "falls": gettext_lazy("“%s”累计数比上次小"),
    "over": gettext_lazy("“%s”完成数超过目标"),
    "differs": gettext_lazy("“%s”和责任单位函告的合计不同"),
    "undated": gettext_lazy("“%s”报完成，没有日期"),
    "unproven": gettext_lazy("“%s”报完成，没有依据或附件"),
}
ABOUT_MILESTONES = frozenset({"undated", "unproven"})

# Leaf, unit, stage (its deadline) and number of the version: only submitted versions have one.
Place = tuple[int | None, ...]


def narrative_rows(standing: PlanStanding) -> Iterator[NarrativeRow]:
    """In the leaves' order, on each leaf its leads in theirs. One query more."""
    explained = _explanations(standing)
    for leaf in standing.leaves:
        for narrative in _as_led(leaf):
            found = explained.get(_place(leaf, narrative.source), ())
            words = tuple(_words(leaf, warning, text) for warning, text in found)
            yield NarrativeRow(leaf, narrative, words)


def _as_led(leaf: LeafStanding) -> list[Narrative]:
    """A unit that led no longer when it was asked comes last."""
    places = {unit.id: place for place, unit in enumerate(leaf.leads)}
    return sorted(leaf.narratives, key=lambda row: places.get(row.source.unit.id, len(places)))


def _explanations(standing: PlanStanding) -> Mapping[Place, list[tuple[str, str]]]:
    rows = Explanation.objects.filter(
        part__version__filing__obligation__plan=standing.plan,
        part__version__submitted_at__lte=standing.at,
    ).order_by("pk")
    found: defaultdict[Place, list[tuple[str, str]]] = defaultdict(list)
    for *place, warning, text in rows.values_list(
        "part__obligation__task",
        "part__obligation__unit",
        "part__version__filing__obligation__deadline",
        "part__version__number",
        "warning",
        "text",
    ):
        found[tuple(place)].append((warning, text))
    return found


def _place(leaf: LeafStanding, source: Source) -> Place:
    return leaf.id, source.unit.id, source.stage.id, source.version


def _words(leaf: LeafStanding, warning: str, text: str) -> str:
    code, _colon, subject = warning.partition(":")
    words = str(WARNING_WORDS.get(code, ""))
    if "%s" in words:
        words = words % _subject(leaf, code, subject)
    return _("%(warning)s：%(text)s") % {"warning": words, "text": text} if words else text


def _subject(leaf: LeafStanding, code: str, subject: str) -> str:
    rows = leaf.milestones if code in ABOUT_MILESTONES else leaf.targets
    return next((row.name for row in rows if str(row.id) == subject), subject)
