"""Formulas of a workbook that fetch something from elsewhere, or run a program."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from common.office_parts import attribute

HOLD_FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "definedName", "oldFormula"})
# Of one formula, as Excel has it.
MOST_OF_A_FORMULA = 8_192
MOST_SHOWN = 60
# Text and the names of sheets say nothing; what is left is what is calculated.
QUOTED = re.compile(r"\"(?:[^\"]|\"\")*\"")
CALLED = re.compile(
    r"(?<![\w.])(?:_xlfn\.)?(?:_xlws\.)?"
    r"(WEBSERVICE|IMAGE|RTD|DDE|CALL|REGISTER(?:\.ID)?|EXEC|SQL\.REQUEST"
    r"|IMPORT(?:XML|HTML|DATA|FEED|RANGE))\s*\(",
    re.IGNORECASE,
)
# =cmd|'/c calc'!A0: another program, a subject, an item.
ANOTHER_PROGRAM = re.compile(r"[\w.\]']\s*\|\s*(?:'(?:[^']|'')*'|[\w.]+)\s*!")


@dataclass
class SheetFormulas:
    """A reader of parts; `found` are formulas in words with their cell, each once."""

    wanted = HOLD_FORMULAS | {"c", "ddeLink"}
    listens: bool = False
    found: dict[str, None] = field(default_factory=dict)

    def begin(self, part: str) -> None:
        self.part = part.rpartition("/")[2].removesuffix(".xml")
        self.cell = ""
        self.formula, self.listens = "", False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self.cell = attribute(attributes, "r")
        elif tag in HOLD_FORMULAS:
            self.formula, self.listens = "", True
        elif tag == "ddeLink":
            self.found[_("DDE 链接")] = None

    def text(self, text: str) -> None:
        if len(self.formula) <= MOST_OF_A_FORMULA:
            self.formula += text

    def end(self, tag: str) -> None:
        if tag in HOLD_FORMULAS:
            self.listens = False
            if _fetches(self.formula):
                self.found[self._shown(self.formula)] = None

    def finish(self) -> None:
        """Nothing is open at the end of a part that is well formed."""

    def _shown(self, formula: str) -> str:
        facts = {"place": f"{self.part} {self.cell}".strip(), "formula": formula[:MOST_SHOWN]}
        return _("公式“=%(formula)s”（%(place)s）") % facts


def _fetches(formula: str) -> bool:
    if len(formula) > MOST_OF_A_FORMULA:
        return True
    bare = QUOTED.sub('""', formula)
    return bool(CALLED.search(bare) or ANOTHER_PROGRAM.search(bare))
