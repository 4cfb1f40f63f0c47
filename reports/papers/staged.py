"""阶段报告: a version of a filing as the formal document that its unit sends up (上行文)."""

from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from common.language import for_others
from common.official.content import (
    Align,
    Annex,
    Block,
    Column,
    Form,
    Heading,
    Imprint,
    Paper,
    Paragraph,
    Signature,
    Table,
    numbered,
)
from motions.models import Plan
from motions.words import stage_words
from reports.models import Filing, FilingVersion
from reports.pages import PartView, part_views
from reports.papers.names import by_directive, contact_words, office_name, on_paper
from reports.papers.parts import part_blocks


def latest_report(filing: Filing) -> Paper:
    """Of what was submitted last, as it is now."""
    return staged_report(FilingVersion.objects.get(latest_of=filing.pk))


@for_others()
def staged_report(version: FilingVersion, *, copies: int = 0) -> Paper:
    """Of any version, drafts too. `copies` with a copy number each, or none to be printed as often."""
    owed = version.filing.obligation
    plan, views = owed.plan, part_views(version.filing, version)
    issuer = on_paper(version.unit_name or owed.unit.name, plan)
    submitted = timezone.localtime(version.arrived_at).date() if version.arrived_at else None
    stage = stage_words(owed.original_due_on, with_year=True)
    return Paper(
        form=Form.RED_HEAD,
        issuer=issuer,
        title=f"{issuer}\n" + _("关于%s阶段议案办理进展情况的报告") % stage,
        number=version.document_number,
        signer=version.signed_by_name,
        addressee=office_name(plan),
        blocks=tuple(_blocks(plan, stage, views)),
        signature=Signature((issuer,), submitted),
        contact=contact_words(version.contact, version.telephone),
        imprint=Imprint(printed_by=issuer, printed_on=submitted),
        annexes=tuple(_annexes(views)),
        copies=tuple(f"{copy:06}" for copy in range(1, copies + 1)),
        status="" if version.number else _("草稿，未报送"),
        is_sample=version.is_sample,
    )


def _blocks(plan: Plan, stage: str, views: Sequence[PartView]) -> Iterator[Block]:
    opening = _(
        "根据%(directive)s要求，现将我单位牵头的 %(count)s 个事项截至%(stage)s的进展情况报告如下。"
    )
    yield Paragraph(
        opening % {"directive": by_directive(plan), "count": len(views), "stage": stage}
    )
    for place, view in enumerate(views, start=1):
        task = view.part.obligation.task
        words = {"title": task.title, "number": task.number}
        yield Heading(numbered(1, place) + _("%(title)s（事项 %(number)s）") % words)
        yield from part_blocks(view)
    yield Paragraph(_("特此报告。"))


def _annexes(views: Sequence[PartView]) -> Iterator[Annex]:
    """The electronic files that went with the report, by their fingerprints."""
    files = [(view, row) for view in views for row in view.part.attachments.all()]
    if not files:
        return
    columns = (Column(_("事项"), 1, Align.CENTRE), Column(_("文件名"), 4), Column("SHA-256", 5))
    rows = tuple(
        (view.part.obligation.task.number, row.original_name, row.sha256) for view, row in files
    )
    yield Annex(_("随文电子附件清单"), (Table(columns, rows),))
