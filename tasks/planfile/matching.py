"""Which deadline of a changed file is which of the loaded plan. Plain Python."""

from collections.abc import Sequence

Deadline = tuple[str, str]  # kind, date


def matched_deadlines(loaded: Sequence[Deadline], file: Sequence[Deadline]) -> dict[int, int]:
    """By place in the file: the place in the loaded plan.

    The same date is the same deadline. What is left of a kind is taken in the order of the dates:
    a stage that moved by a month stays that stage. More are new ones, fewer have been withdrawn.
    """
    same = {place: loaded.index(row) for place, row in enumerate(file) if row in loaded}
    found = dict(same)
    for kind in {kind for kind, _day in file}:
        of_file = _left(file, kind, set(same))
        of_plan = _left(loaded, kind, set(same.values()))
        found |= dict(zip(of_file, of_plan, strict=False))
    return found


def _left(rows: Sequence[Deadline], kind: str, taken: set[int]) -> list[int]:
    places = [i for i, row in enumerate(rows) if row[0] == kind and i not in taken]
    return sorted(places, key=lambda place: rows[place])
