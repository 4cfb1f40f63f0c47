"""The XML parts of a workbook as they pass by: nothing is kept of them but what they must not hold.

Expat reads them once, in pieces, before openpyxl reads them again by the same parser: what is well
formed, small and free of entities here is so there.
"""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

MAX_ROWS = 20_000  # below the head
MAX_COLUMNS = 40
MAX_CELLS = 400_000  # with something in them, of all sheets together
MAX_ELEMENTS = 3_000_000
MAX_STRINGS = 400_000
# Expat keeps a tag or comment whole until it ends, and every name for good.
MAX_TOKEN = 1024 * 1024
MAX_NAMES = 10_000  # of elements and attributes in one part
MAX_SHEETS = 50
MAX_TEXT = (
    1_000_000  # of one cell, in memory; what a cell may hold is told by the reader with its place
)
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "us-ascii"})
ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")
VISIBLE = "visible"
# Elements inside one text: they do not begin another.
RUNS = frozenset({"r", "t", "rPr", "rPh"})
ALWAYS_XML = (".xml", ".rels")
NOT_ALWAYS_WELL_FORMED = ".vml"  # Excel's own old drawings; no program takes a sheet from one


class UnwantedError(Exception):
    """The words say what was found."""


class LimitError(Exception):
    """Too much of something, whatever it says."""


class TooManyCellsError(Exception):
    """More than MAX_CELLS with something in them."""


class BrokenPartError(Exception):
    """Not the XML of a workbook."""


@dataclass(frozen=True)
class Formula:
    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place} {self.text[:40]}".rstrip()


@dataclass
class _Sheet:
    """Of one part: whose rows and columns are hidden, where formulas stand."""

    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    row_is_hidden: bool = False
    row: int = 0
    column: int = 0
    formulas: list[tuple[str, bool, str]] = field(default_factory=list)
    too_far: str = ""

    def begin_columns(self, attributes: dict[str, str]) -> None:
        if _is_on(attributes.get("hidden")):
            self.hidden_columns.append((_number(attributes, "min"), _number(attributes, "max")))

    def begin_row(self, attributes: dict[str, str]) -> None:
        row = _number(attributes, "r") if "r" in attributes else self.row + 1
        if not self.row < row <= MOST_ROWS:
            raise BrokenPartError
        self.row, self.column = row, 0
        self.row_is_hidden = _is_on(attributes.get("hidden"))

    def begin_cell(self, attributes: dict[str, str]) -> None:
        column = _column(attributes["r"], self.row) if "r" in attributes else self.column + 1
        if not self.column < column <= MOST_COLUMNS:
            raise BrokenPartError
        self.column = column

    def note_filled(self) -> None:
        is_inside = self.row <= MAX_ROWS + 1 and self.column <= MAX_COLUMNS
        if not is_inside and not self.too_far:
            self.too_far = self.address

    @property
    def is_hidden_here(self) -> bool:
        return self.row_is_hidden or any(
            low <= self.column <= high for low, high in self.hidden_columns
        )

    @property
    def address(self) -> str:
        return f"{letters_of(self.column)}{self.row}"


class Parts:
    """Fed with one part after another. `check_wanted` refuses a kind of part by its name."""

    def __init__(self, check_wanted: Callable[[str], None]) -> None:
        self._check_wanted = check_wanted
        self._elements = self._cells = self._strings = 0
        self._sheets: dict[str, _Sheet] = {}
        self._titles: list[tuple[str, str, str]] = []
        self._targets: dict[str, str] = {}
        self._named: list[Formula] = []
        self._starts = {
            "Relationship": self._relationship,
            "Override": self._content_type,
            "Default": self._content_type,
            "sheet": self._title,
            "worksheet": self._worksheet,
            "col": self._columns,
            "row": self._row,
            "c": self._cell,
            "v": self._filled,
            "is": self._filled,
            "f": self._formula,
            "si": self._string,
            "definedName": self._name,
        }

    def begin(self, name: str, start: bytes) -> bool:
        """Whether the part is XML, and to be fed."""
        self._part = name.lstrip("/")
        is_xml = name.lower().endswith(ALWAYS_XML)
        if not is_xml and not start.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
            return False
        self._may_be_broken = name.lower().endswith(NOT_ALWAYS_WELL_FORMED)
        self._sheet: _Sheet | None = None
        self._text_length = 0
        self._kept: Callable[[str], None] | None = None
        self._fed = 0
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.XmlDeclHandler = _declared
        parser.StartDoctypeDeclHandler = _doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._finish
        parser.CharacterDataHandler = self._text
        self._parser: expat.XMLParserType | None = parser
        return True

    def feed(self, data: bytes, *, is_last: bool = False) -> None:
        if self._parser is None:
            return
        self._fed += len(data)
        try:
            self._parser.Parse(data, is_last)
        except expat.ExpatError as error:
            self._parser = None
            if not self._may_be_broken:
                raise BrokenPartError from error
        else:
            self._check_held(self._parser)

    def _check_held(self, parser: expat.XMLParserType) -> None:
        unfinished = self._fed - max(parser.CurrentByteIndex, 0)
        if unfinished > MAX_TOKEN or len(parser.intern) > MAX_NAMES:
            raise LimitError

    def end(self) -> None:
        self.feed(b"", is_last=True)
        self._parser = None

    def hidden_formulas(self) -> list[Formula]:
        """In hidden sheets, rows and columns, and in names. Others are told where values are read."""
        found = list(self._named)
        for part, sheet in self._sheets.items():
            title, state = self._title_of(part)
            found += [
                Formula(f"{title}!{address}", text)
                for address, is_hidden, text in sheet.formulas
                if is_hidden or state != VISIBLE
            ]
        return found

    def too_far(self) -> list[str]:
        """The first cell of each sheet with something in it outside of what is read."""
        return [
            f"{self._title_of(part)[0]}!{sheet.too_far}"
            for part, sheet in self._sheets.items()
            if sheet.too_far
        ]

    def _title_of(self, part: str) -> tuple[str, str]:
        for title, state, key in self._titles:
            if self._targets.get(key) == part:
                return title, state
        return part, "hidden"  # a sheet that the workbook does not list

    # -- elements --------------------------------------------------------------------------------

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise LimitError
        if name not in RUNS:
            self._text_length = 0
        handler = self._starts.get(name)
        if handler is not None:
            handler(attributes)

    def _finish(self, _tag: str) -> None:
        if self._kept is not None:
            kept, self._kept = self._kept, None
            kept("".join(self._texts))

    def _text(self, text: str) -> None:
        self._text_length += len(text)
        if self._text_length > MAX_TEXT:
            raise LimitError
        if self._kept is not None:
            self._texts.append(text)

    def _keep(self, kept: Callable[[str], None]) -> None:
        """The text of the element that begins, to be told when it ends."""
        self._kept = kept
        self._texts: list[str] = []

    def _relationship(self, attributes: dict[str, str]) -> None:
        kind, target = attributes.get("Type", ""), attributes.get("Target", "")
        self._check_wanted(kind)
        if attributes.get("TargetMode") == "External" and not kind.endswith("/hyperlink"):
            raise UnwantedError(_("外部链接"))
        if self._part == "xl/_rels/workbook.xml.rels":
            path = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
            self._targets[attributes.get("Id", "")] = path

    def _content_type(self, attributes: dict[str, str]) -> None:
        self._check_wanted(attributes.get("ContentType", ""))

    def _title(self, attributes: dict[str, str]) -> None:
        if self._part != "xl/workbook.xml":
            return
        key = next((value for name, value in attributes.items() if name.endswith(" id")), "")
        self._titles.append((attributes.get("name", ""), attributes.get("state", VISIBLE), key))
        if len(self._titles) > MAX_SHEETS:
            raise LimitError

    def _worksheet(self, _attributes: dict[str, str]) -> None:
        self._sheet = self._sheets[self._part] = _Sheet()

    def _columns(self, attributes: dict[str, str]) -> None:
        if self._sheet is not None:
            self._sheet.begin_columns(attributes)

    def _row(self, attributes: dict[str, str]) -> None:
        if self._sheet is not None:
            self._sheet.begin_row(attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        if self._sheet is not None:
            self._sheet.begin_cell(attributes)

    def _filled(self, _attributes: dict[str, str]) -> None:
        if self._sheet is None:
            return
        self._sheet.note_filled()
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise TooManyCellsError

    def _formula(self, _attributes: dict[str, str]) -> None:
        sheet = self._sheet
        if sheet is None or not sheet.column:
            return
        sheet.note_filled()
        address, is_hidden = sheet.address, sheet.is_hidden_here
        self._keep(lambda text: sheet.formulas.append((address, is_hidden, f"={text}")))

    def _string(self, _attributes: dict[str, str]) -> None:
        self._strings += 1
        if self._strings > MAX_STRINGS:
            raise LimitError

    def _name(self, attributes: dict[str, str]) -> None:
        place = _("名称“%s”") % attributes.get("name", "")
        self._keep(lambda text: self._note_name(place, text))

    def _note_name(self, place: str, text: str) -> None:
        """A range of cells is a name's proper use; what is calculated or looked up elsewhere is not."""
        bare = QUOTED.sub("", text)
        if "[" in text and "!" in text:
            raise UnwantedError(_("外部链接"))
        if "(" in bare or "|" in bare:
            self._named.append(Formula(place, text))


def _declared(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in ENCODINGS:
        raise BrokenPartError


def _doctype(*_what: object) -> None:
    raise UnwantedError(_("文档类型或实体声明（DOCTYPE、ENTITY）"))


def _is_on(value: str | None) -> bool:
    return value in {"1", "true"}


def _number(attributes: dict[str, str], name: str) -> int:
    value = attributes.get(name, "")
    if not value.isdecimal() or len(value) > len(str(MOST_ROWS)):
        raise BrokenPartError
    return int(value)


def _column(address: str, row: int) -> int:
    found = ADDRESS.fullmatch(address)
    if found is None or int(found[2]) != row:
        raise BrokenPartError
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def letters_of(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
