"""Staged reports by their unit or number, and what is written in them.

A draft is found by its own unit, and by the office while it enters a paper; what was submitted and
not recalled, or is in force, also by those who read the whole plan.
"""

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motions.models import read_by, reviewed_by
from motions.words import report_words
from reports.models import Filing, FilingVersion, Part
from reports.workflow import Status
from search.hits import Hit, Kind
from search.kinds.units import MOST_UNITS, units_called
from search.matching import Recent, Words, excerpt, marked, newest, newest_in_texts
from search.stages import stage_in
from units.permissions import Access
from units.roles import Permission

TEXTS = ("narrative", "problems")
OF_FILING = ("obligation__unit", "obligation__plan", "obligation__deadline")


def _readable(access: Access, version: str = "") -> Q:
    """`version` leads to the version from the rows that are filtered: "version__"."""
    filing = f"{version}filing__"
    plan = f"{filing}obligation__plan__"
    units = access.working_units
    registrars = access.units_with(Permission.KEEP_REGISTER)
    own = Q(**{f"{filing}obligation__unit__in": units})
    entering = Q(**{f"{filing}status": Status.ENTERING}) & reviewed_by(registrars, plan)
    this = F(f"{version}pk") if version else F("pk")
    is_draft = Q(**{f"{filing}draft": this})
    is_out = Q(**{f"{filing}latest_version": this}) | Q(**{f"{filing}accepted_version": this})
    return ((own | entering) & is_draft) | ((own | read_by(access, plan)) & is_out)


def _recent_versions(access: Access, number: int, column: str) -> Recent:
    """Of the newest reports one may know of, by their number. `column` leads from a text to its version.

    Which of them may be read is asked with the texts: PostgreSQL takes that for so rare that it would
    rather join everything than begin with the newest.
    """
    rows = Filing.objects.visible_to(access).order_by("-pk")[:number]
    versions = rows.values_list("draft", "latest_version", "accepted_version")
    found = [set(filter(None, row)) for row in versions]
    return Recent(column, found, is_all=len(found) < number)


# -- by unit and number ------------------------------------------------------------------------------


def _find_filings(access: Access, words: Words, most: int) -> list[int]:
    """By unit and by number each for itself: no index serves the two together."""
    readable = Filing.objects.visible_to(access)
    units = list(units_called(access, words).values_list("pk", flat=True)[:MOST_UNITS])
    versions = FilingVersion.objects.filter(_readable(access))

    def recent(number: int) -> Recent:
        return _recent_versions(access, number, "pk")

    numbered = newest_in_texts(versions, words, "document_number", most=most, recent=recent)
    found = {
        *newest(readable.filter(obligation__unit__in=units), most),
        *_of_a_stage(access, words, most),
        *FilingVersion.objects.filter(pk__in=numbered).values_list("filing", flat=True),
    }
    return sorted(found, reverse=True)[: most + 1]


def _of_a_stage(access: Access, words: Words, most: int) -> list[int]:
    """Of a unit by a stage's name, or of all units."""
    asked = stage_in(words)
    if asked is None:
        return []
    rows = Filing.objects.visible_to(access).filter(asked.due("obligation__deadline__due_on"))
    if asked.words:
        units = units_called(access, asked.words).values_list("pk", flat=True)[:MOST_UNITS]
        rows = rows.filter(obligation__unit__in=list(units))
    return newest(rows, most)


def _show_filings(access: Access, words: Words, keys: list[int]) -> list[Hit]:
    rows = (
        Filing.objects.visible_to(access)
        .filter(pk__in=keys)
        .select_related(*OF_FILING, "latest_version")
        .order_by("-pk")
    )
    asked = stage_in(words)
    return [
        Hit(
            title=marked(title_of(row), (*words, *(asked.words if asked else ()))),
            note=str(row.obligation.plan),
            text=excerpt([row.latest_version.document_number if row.latest_version else ""], words),
            address=reverse("filing", args=[row.pk]),
        )
        for row in rows
    ]


def title_of(filing: Filing) -> str:
    owed = filing.obligation
    stage = report_words(owed.deadline.due_on, with_year=True) if owed.deadline else ""
    return f"{owed.unit} {stage}"


# -- by what is written ------------------------------------------------------------------------------


def readable_parts(access: Access) -> "QuerySet[Part]":
    return Part.objects.filter(_readable(access, "version__"))


def _find_texts(access: Access, words: Words, most: int) -> list[int]:
    parts = readable_parts(access)

    def recent(number: int) -> Recent:
        return _recent_versions(access, number, "version_id")

    return newest_in_texts(parts, words, *TEXTS, most=most, recent=recent)


def _show_texts(access: Access, words: Words, keys: list[int]) -> list[Hit]:
    rows = (
        readable_parts(access)
        .filter(pk__in=keys)
        .select_related("obligation__task", *(f"version__filing__{name}" for name in OF_FILING))
        .order_by("-pk")
    )
    return [
        Hit(
            title=marked(title_of(row.version.filing), words),
            note=f"{row.obligation.task} · {_version_words(row.version)}",
            text=excerpt((row.narrative, row.problems), words),
            address=_part_address(row),
        )
        for row in rows
    ]


def _version_words(version: FilingVersion) -> str:
    if version.number is None:
        return gettext("草稿")
    return gettext("第%(number)s版") % {"number": version.number}


def _part_address(part: Part) -> str:
    """In the version that holds it; a draft is on the page of the report itself."""
    version = part.version
    where = (version.filing_id,) if version.number is None else (version.filing_id, version.number)
    page = reverse("filing" if version.number is None else "filing_version", args=where)
    return f"{page}#part-{part.pk}"


FILINGS = Kind("filings", _("报告"), "book", _find_filings, _show_filings)
REPORT_TEXTS = Kind("texts", _("报告内容"), "list", _find_texts, _show_texts)
