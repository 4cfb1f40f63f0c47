"""The objects of a file, each written once."""

from dataclasses import dataclass
from typing import Any


@dataclass
class Written:
    """pydyf writes and packs every object twice: into the file, and to name the file by what it holds."""

    number: int
    generation: int
    data: bytes
    compressible: bool
    free: str = "n"
    offset: int = 0

    @property
    def indirect(self) -> bytes:
        return b"%d %d obj\n%b\nendobj" % (self.number, self.generation, self.data)


def write_once(document: object, pdf: Any) -> None:
    """What WeasyPrint calls a finisher: nothing changes after it."""
    del document
    pdf.objects = [
        found
        if found.free == "f"
        else Written(found.number, found.generation, found.data, found.compressible)
        for found in pdf.objects
    ]
