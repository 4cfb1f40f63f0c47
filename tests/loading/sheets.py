"""Workbooks in a tester's hands: opened, typed into, saved; pages read as a browser would."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def typed_into(data: bytes, *cells: tuple[str, str, object]) -> bytes:
    """(sheet, cell, value)."""
    book = load_workbook(BytesIO(data))
    for sheet, cell, value in cells:
        book[sheet][cell] = value
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_rows(data: bytes, sheet: str, *rows: tuple[object, ...]) -> bytes:
    book = load_workbook(BytesIO(data))
    for row in rows:
        book[sheet].append(list(row))
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rows_of(data: bytes, sheet: str) -> list[dict[str, object]]:
    head, *lines = load_workbook(BytesIO(data))[sheet].iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


def cell_of(data: bytes, sheet: str, header: str, row: int) -> str:
    head = load_workbook(BytesIO(data))[sheet][1]
    letters = next(cell.column_letter for cell in head if cell.value == header)
    return f"{letters}{row}"


def upload(client: Client, address: str, data: bytes, name: str = "填好.xlsx") -> HttpResponse:
    return client.post(address, {"file": SimpleUploadedFile(name, data, XLSX)})


def difference_page(client: Client, address: str, data: bytes) -> tuple[str, BeautifulSoup]:
    """Its address and what it shows."""
    answer = upload(client, address, data)
    assert answer.status_code == 302, BeautifulSoup(answer.content, "html.parser").main.get_text()
    return answer.url, page(client, answer.url)


def page(client: Client, address: str) -> BeautifulSoup:
    return soup(client.get(address))


def soup(answer: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def text(found: BeautifulSoup) -> str:
    return " ".join(found.main.get_text(" ").split())


def fates(found: BeautifulSoup) -> list[str]:
    return [cell.get_text(strip=True) for cell in found.select(".difference__fate")]


def seal(found: BeautifulSoup) -> dict[str, str]:
    return {"seal": found.main.select_one("input[name=seal]")["value"]}
