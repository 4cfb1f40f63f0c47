"""What the directive asks of a leaf, in its own words where the plan carries them."""

from dataclasses import dataclass

from tasks.models import Milestone, Task
from tasks.wording import share_words, target_words


@dataclass(frozen=True)
class Requirement:
    """`text` and `task_text`: of the leaf and of the task it is part of, word by word."""

    text: str
    task_text: str
    due_text: str
    targets: list[tuple[str, str, str]]
    milestones: list[tuple[str, list[Milestone]]]

    def __bool__(self) -> bool:
        return bool(self.text or self.task_text or self.targets or self.milestones or self.due_text)


def requirement_of(task: Task, unit_id: int) -> Requirement:
    """Needs the leaf's targets, allocations and milestones prefetched."""
    return Requirement(
        text=task.text or "",
        task_text=(task.parent.text or "") if task.parent else "",
        due_text=task.due_text or "",
        targets=[
            (target.name, target_words(target), share_words(target, unit_id))
            for target in task.targets.all()
        ],
        milestones=_by_kind(task),
    )


def _by_kind(task: Task) -> list[tuple[str, list[Milestone]]]:
    rows = list(task.milestones.all())
    kinds = dict.fromkeys(row.kind for row in rows)
    return [
        (str(Milestone.Kind(kind).label), [row for row in rows if row.kind == kind])
        for kind in kinds
    ]
