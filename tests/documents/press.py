"""A unit that issues documents, those it goes to, and a press that prints them quickly."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pypdf import PdfWriter

from common.official.content import Form, Paper, Paragraph
from common.official.glyphs import check_glyphs
from documents.kinds import Kind
from documents.services.issuing import ToIssue, issue, issue_all
from documents.services.scanning import store_scan
from tasks.models import Obligation
from tests.playing import Person, at, load, person
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import Model

    from documents.models import IssuedDocument, SealedScan
    from motions.models import Plan

OWN, OTHER, RECIPIENT = "市财政局", "市商务局", "兰考县人民政府"
NUMBER, NEXT_NUMBER = "汴财〔2022〕7号", "汴财〔2022〕8号"
NOW, LATER = at("2022-09-01"), at("2022-09-02")
SCAN = b"%PDF-1.4\nsealed\n%%EOF\n"


def print_quickly(papers: Sequence[Paper]) -> bytes:
    """One page whose data say what was to be printed: different papers, different bytes."""
    check_glyphs(papers)
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": repr(papers)})
    printed = io.BytesIO()
    writer.write(printed)
    return printed.getvalue()


class Press:
    """`text` is what the report says just now; `press.text = …` is an edit."""

    def __init__(self, plan: Plan | None = None, unit: str = OWN) -> None:
        self.plan = plan or load()
        self.unit = self.named(unit)
        self.clerk = person(self.unit, Role.CLERK)
        self.head = person(self.unit, Role.HEAD)
        self.office = person(self.plan.reviewing_unit_id, Role.OFFICE)
        self.bureau = person(self.plan.supervisor_unit_id, Role.SUPERVISOR)
        self.subjects = list(Obligation.objects.filter(plan=self.plan, unit=self.unit)[:3])
        self.text = "按计划推进。"
        self.made = 0

    def named(self, name: str) -> Unit:
        return Unit.objects.get(government=self.plan.government, name=name)

    @property
    def subject(self) -> Model:
        return self.subjects[0]

    def paper(self) -> Paper:
        self.made += 1
        return Paper(Form.RED_HEAD, str(self.unit), "阶段报告", (Paragraph(self.text),))

    def issue(self, now: datetime = NOW, by: Person | None = None, **said: Any) -> IssuedDocument:
        by = by or self.clerk
        asked = {
            "plan": self.plan,
            "unit": self.unit,
            "kind": Kind.STAGED_REPORT,
            "subject": self.subject,
            "paper": self.paper,
            "number": NUMBER,
        }
        return issue(**(asked | said), by=by.user, access=by.access, now=now)

    def letters(self, *names: str, now: datetime = NOW) -> list[IssuedDocument]:
        """The same answer to several deputies, a letter each."""
        papers = [
            ToIssue(
                kind=Kind.REPLY,
                subject=self.subject,
                paper=lambda name=name: replace(self.paper(), addressee=name),
                number=NUMBER,
                part=f"第{number}件",
            )
            for number, name in enumerate(names, start=1)
        ]
        return issue_all(
            plan=self.plan,
            unit=self.unit,
            papers=papers,
            by=self.clerk.user,
            access=self.clerk.access,
            now=now,
        )

    def scan(
        self,
        document: IssuedDocument,
        content: bytes = SCAN,
        *,
        by: Person | None = None,
        name: str = "盖章件.pdf",
    ) -> SealedScan:
        by = by or self.clerk
        return store_scan(
            document_id=document.pk,
            by=by.user,
            access=by.access,
            name=name,
            file=io.BytesIO(content),
            now=LATER,
        )
