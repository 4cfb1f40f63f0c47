"""The batches a reader of the whole plan may ask for, as lists of files."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.makers import Item
from documents.models import IssuedDocument, SealedScan
from motions.models import Deadline, Plan
from motions.words import stage_words
from reports.models import Attachment, Contribution, Filing, FilingVersion, Scan
from tasks.models import Obligation
from units.models import User


class BatchKind(StrEnum):
    STAGE_REPORTS = "stage_reports"
    ALL_REPORTS = "all_reports"
    UNIT_SUMMARIES = "unit_summaries"
    ISSUED = "issued"
    ARCHIVE = "archive"


BATCH_WORDS = {
    BatchKind.STAGE_REPORTS: gettext_lazy("一个阶段，全部单位的报告"),
    BatchKind.ALL_REPORTS: gettext_lazy("全部阶段，全部单位的报告"),
    BatchKind.UNIT_SUMMARIES: gettext_lazy("全部牵头单位的督办摘要，一家一份"),
    BatchKind.ISSUED: gettext_lazy("全部印发的公文和盖章扫描件"),
    BatchKind.ARCHIVE: gettext_lazy("整卷归档：报告、函告、附件、公文、扫描件、台账、计划文件"),
}


OF_A_VERSION = ("filing__obligation__unit", "filing__obligation__deadline")


@dataclass(frozen=True)
class Asked:
    """`stage` only where one stage is asked for."""

    plan: Plan
    kind: BatchKind
    by: User
    stage: Deadline | None = None

    @property
    def title(self) -> str:
        words = str(BATCH_WORDS[self.kind]).split("：")[0]
        stage = f" {stage_words(self.stage.due_on)}" if self.stage else ""
        return f"{self.plan}{stage} {words}"


def items_of(asked: Asked) -> list[Item]:
    return [item for source in SOURCES[asked.kind] for item in source(asked)]


def _reports(asked: Asked) -> Iterator[Item]:
    """What each unit filed last and did not recall, in every stage or in one."""
    rows = Filing.objects.filter(obligation__plan=asked.plan, latest_version__isnull=False)
    if asked.stage:
        rows = rows.filter(obligation__deadline=asked.stage)
    rows = rows.select_related("latest_version", "obligation__deadline", "obligation__unit")
    for row in rows.order_by("obligation__due_on", "obligation__unit_id"):
        stage = stage_words(row.obligation.deadline.due_on)
        label = _("%(stage)s %(unit)s阶段报告") % {"stage": stage, "unit": row.obligation.unit}
        argument = {"version": row.latest_version_id}
        yield Item(label, "staged_report", argument, f"{stage}阶段报告")


def _earlier_reports(asked: Asked) -> Iterator[Item]:
    """Versions that a later one took the place of."""
    rows = FilingVersion.objects.filter(
        filing__obligation__plan=asked.plan,
        number__isnull=False,
        recalled_at__isnull=True,
        latest_of__isnull=True,
    )
    rows = rows.select_related("filing__obligation__deadline", "filing__obligation__unit")
    for row in rows.order_by("pk"):
        owed = row.filing.obligation
        stage = stage_words(owed.deadline.due_on)
        words = {"stage": stage, "unit": owed.unit, "number": row.number}
        label = _("%(stage)s %(unit)s阶段报告第%(number)s版") % words
        yield Item(label, "staged_report", {"version": row.pk}, f"{stage}阶段报告/历次版本")


def _contributions(asked: Asked) -> Iterator[Item]:
    rows = Contribution.objects.filter(obligation__plan=asked.plan, standing__isnull=False)
    rows = rows.select_related(
        "standing", "obligation__task", "obligation__unit", "obligation__deadline"
    )
    for row in rows.order_by("obligation__due_on", "obligation__task__order", "pk"):
        owed = row.obligation
        stage = stage_words(owed.deadline.due_on)
        words = {"stage": stage, "unit": owed.unit, "number": owed.task.number}
        label = _("%(stage)s %(unit)s函告 事项%(number)s") % words
        yield Item(label, "contribution", {"version": row.standing_id}, f"{stage}函告")


def _attachments(asked: Asked) -> Iterator[Item]:
    """Under the report that each was handed in with: many are called alike."""
    rows = Attachment.objects.filter(
        part__version__filing__obligation__plan=asked.plan,
        part__version__number__isnull=False,
        part__version__recalled_at__isnull=True,
    ).select_related(*(f"part__version__{path}" for path in OF_A_VERSION))
    for row in rows.order_by("pk"):
        folder = _folder(row.part.version, _("附件"))
        yield Item(row.original_name, "attachment", {"id": row.pk}, folder)
    entered = Scan.objects.filter(
        version__filing__obligation__plan=asked.plan,
        version__number__isnull=False,
        version__recalled_at__isnull=True,
    ).select_related(*(f"version__{path}" for path in OF_A_VERSION))
    for scan in entered.order_by("pk"):
        folder = _folder(scan.version, _("代录的纸质件"))
        yield Item(scan.original_name, "paper_scan", {"id": scan.pk}, folder)


def _folder(version: FilingVersion, kind: str) -> str:
    """8月底附件/市财政局 第1版. A unit's name with a stroke in it makes no folder of its own."""
    owed = version.filing.obligation
    words = {"unit": str(owed.unit).replace("/", " "), "number": version.number}
    stage = stage_words(owed.deadline.due_on)
    return f"{stage}{kind}/" + _("%(unit)s 第%(number)s版") % words


def _issued(asked: Asked) -> Iterator[Item]:
    rows = IssuedDocument.objects.filter(plan=asked.plan).order_by("issued_at", "pk")
    for row in rows:
        label = f"{row.kind_words} {row.number or row.title} {row.part}".strip()
        yield Item(label, "issued", {"id": row.pk}, _("印发的公文"))
    scans = SealedScan.objects.filter(document__plan=asked.plan).select_related("document")
    for scan in scans.order_by("pk"):
        label = _("%s 盖章扫描件") % scan.document
        yield Item(label, "sealed_scan", {"id": scan.pk}, _("盖章扫描件"))


def _unit_summaries(asked: Asked) -> Iterator[Item]:
    owed = Obligation.objects.in_force().filter(plan=asked.plan, kind=Obligation.Kind.FILING)
    units = owed.order_by("unit_id").values_list("unit_id", "unit__name").distinct()
    for unit_id, name in units:
        argument = {"plan": asked.plan.pk, "user": asked.by.pk, "unit": unit_id}
        yield Item(_("%s督办摘要") % name, "summary", argument)


def _whole(asked: Asked) -> Iterator[Item]:
    argument = {"plan": asked.plan.pk, "user": asked.by.pk}
    yield Item(_("督办摘要"), "summary", argument)
    yield Item(_("督办台账"), "ledger", argument)
    yield Item(_("计划文件"), "plan_file", {"plan": asked.plan.pk})


SOURCES: dict[BatchKind, Sequence[Callable[[Asked], Iterator[Item]]]] = {
    BatchKind.STAGE_REPORTS: (_reports,),
    BatchKind.ALL_REPORTS: (_reports,),
    BatchKind.UNIT_SUMMARIES: (_unit_summaries,),
    BatchKind.ISSUED: (_issued,),
    BatchKind.ARCHIVE: (
        _whole,
        _reports,
        _earlier_reports,
        _contributions,
        _attachments,
        _issued,
    ),
}
