"""Board, ledger page, workbook and PDF, each read back by a program that knows nothing of the portal."""

from __future__ import annotations

import io
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import openpyxl
import pypdf
import python_calamine
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

if TYPE_CHECKING:
    from django.http import HttpResponse

    from motions.models import Plan
    from units.models import User

Row = dict[str, Any]


def squeezed(text: str) -> str:
    return "".join(text.split())


class Workbook:
    def __init__(self, data: bytes) -> None:
        self.data = data

    @cached_property
    def book(self) -> openpyxl.Workbook:
        return openpyxl.load_workbook(io.BytesIO(self.data))

    def rows(self, sheet: str) -> list[Row]:
        head, *lines = self.book[sheet].iter_rows(values_only=True)
        return [dict(zip(head, line, strict=True)) for line in lines]

    def rows_by_calamine(self, sheet: str) -> list[Row]:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(self.data))
        head, *lines = book.get_sheet_by_name(sheet).to_python()
        return [dict(zip(head, line, strict=True)) for line in lines]

    @property
    def text(self) -> str:
        cells = (cell.value for sheet in self.book for row in sheet.iter_rows() for cell in row)
        return squeezed(" ".join(str(value) for value in cells if value is not None))


class Pdf:
    def __init__(self, data: bytes) -> None:
        self.reader = pypdf.PdfReader(io.BytesIO(data))

    @cached_property
    def text(self) -> str:
        """Without white space: lines break where the paper does."""
        return squeezed("".join(page.extract_text() for page in self.reader.pages))

    @property
    def fonts(self) -> set[str]:
        found = set()
        for page in self.reader.pages:
            fonts = page["/Resources"].get("/Font", {})
            found |= {str(font.get_object()["/BaseFont"]) for font in fonts.values()}
        return found


class Page:
    def __init__(self, response: HttpResponse) -> None:
        self.soup = BeautifulSoup(response.content, "html.parser")

    @property
    def text(self) -> str:
        return squeezed(self.soup.main.get_text(" "))

    def rows(self) -> list[Row]:
        """Of the ledger: its one table, which a page of nothing has not."""
        table = self.soup.select_one("table.ledger")
        if table is None:
            return []
        heads = [cell.get_text() for cell in table.select("thead th")]
        return [
            dict(zip(heads, (cell.get_text() for cell in row.select("th, td")), strict=True))
            for row in table.select("tbody tr")
        ]

    def board_row(self, label: str) -> Row:
        """Of the board: a target's line, by the name of its columns."""
        row = next(
            row
            for row in self.soup.select(".chart-and-table tbody tr")
            if row.th and squeezed(row.th.get_text()).startswith(squeezed(label))
        )
        return {cell["data-label"]: squeezed(cell.get_text()) for cell in row.select("td")}


class Faces:
    def __init__(self, plan: Plan, user: User) -> None:
        self.plan = plan
        self.client = Client()
        self.client.force_login(user)
        self.made: dict[tuple[str, str], HttpResponse] = {}

    def get(self, name: str, **query: str) -> HttpResponse:
        key = (name, str(sorted(query.items())))
        if key not in self.made:
            self.made[key] = self.client.get(reverse(name, args=[self.plan.pk]), query)
        assert self.made[key].status_code == HTTPStatus.OK
        return self.made[key]

    def board(self, **query: str) -> Page:
        return Page(self.get("board", **query))

    def ledger(self, **query: str) -> Page:
        return Page(self.get("ledger", **query))

    def exports(self, **query: str) -> Page:
        return Page(self.get("exports", **query))

    def workbook(self, **query: str) -> Workbook:
        return Workbook(self.get("ledger_xlsx", **query).content)

    def pdf(self, **query: str) -> Pdf:
        return Pdf(self.get("summary_pdf", **query).content)

    def texts(self, **query: str) -> dict[str, str]:
        """Everything a reader is shown, whichever way."""
        sheets = (
            "tasks",
            "filings",
            "late",
            "corrections",
            "figures",
            "allocations",
            "milestones",
            "words",
        )
        return {
            "board": self.board(**query).text,
            "exports": self.exports(**query).text,
            **{f"ledger {name}": self.ledger(sheet=name, **query).text for name in sheets},
            "workbook": self.workbook(**query).text,
            "pdf": self.pdf(**query).text,
        }
