"""A plan file of either kind."""

from typing import Any

from tasks.planfile.read import read_plan_file
from tasks.planfile.read_workbook import read_plan_workbook

ZIP_SIGNATURE = b"PK"


def read_any(data: bytes) -> dict[str, Any]:
    """The checked, canonical content of a JSON file or a workbook."""
    read = read_plan_workbook if data.startswith(ZIP_SIGNATURE) else read_plan_file
    return read(data)
