"""20 000 rows read in a process of their own: how long, and the most memory it ever had."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
ROWS = 20_000
COLUMNS = "ABCDEFGH"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KINDS = {
    "workbook": "sheet.main",
    "worksheets/sheet1": "worksheet",
    "sharedStrings": "sharedStrings",
}


@dataclass(frozen=True)
class Reading:
    rows: int
    megabytes_of_file: float
    seconds: float
    peak_megabytes: float


def write_rows(path: Path, rows: int = ROWS) -> None:
    """As Excel and WPS write them: no two cells alike, all words in one list of the file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _members(rows):
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')


def _members(rows: int) -> Iterator[tuple[str, str]]:
    parts = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="application/'
        f'vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for name, kind in KINDS.items()
    )
    yield "[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types">{parts}</Types>'
    yield "_rels/.rels", _relations({"rId1": ("officeDocument", "xl/workbook.xml")})
    yield (
        "xl/_rels/workbook.xml.rels",
        _relations(
            {
                "rId1": ("worksheet", "worksheets/sheet1.xml"),
                "rId2": ("sharedStrings", "sharedStrings.xml"),
            }
        ),
    )
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="人员" sheetId="1" r:id="rId1"/></sheets></workbook>',
    )
    cells = range((rows + 1) * len(COLUMNS))
    words = "".join(f"<si><t>演示数据 第{number}格</t></si>" for number in cells)
    yield "xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{words}</sst>'
    lines = "".join(_line(row) for row in range(rows + 1))
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'
    yield "xl/worksheets/sheet1.xml", sheet


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def _line(row: int) -> str:
    cells = "".join(
        f'<c r="{letter}{row + 1}" t="s"><v>{row * len(COLUMNS) + place}</v></c>'
        for place, letter in enumerate(COLUMNS)
    )
    return f'<row r="{row + 1}">{cells}</row>'


def peak_megabytes() -> float:
    """Of this process alone: `ru_maxrss` still knows how large the one was that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def read_in_own_process(path: Path) -> Reading:
    run = subprocess.run(
        [sys.executable, "-m", "bench.workbooks", str(path)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return Reading(**json.loads(run.stdout))


def measure_reading(rows: int = ROWS) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.xlsx"
        write_rows(path, rows)
        return read_in_own_process(path)


def main() -> None:
    """The whole portal is set up first, as in the server."""
    import django  # noqa: PLC0415 - this process's first step

    django.setup()
    from common.workbook_reader import read_workbook  # noqa: PLC0415 - needs Django set up
    from config import urls  # noqa: F401, PLC0415 - every page and what it needs

    data = Path(sys.argv[1]).read_bytes()
    started = time.perf_counter()
    book = read_workbook(data)
    seconds = time.perf_counter() - started
    peak = peak_megabytes()
    rows = max(len(found) for found in book.sheets.values()) - 1
    reading = Reading(rows, len(data) / 1024**2, seconds, peak)
    sys.stdout.write(json.dumps(vars(reading)))


if __name__ == "__main__":
    main()
