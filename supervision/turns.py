"""Where instructions and notices stand for the unit that answers, for “my work”."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from supervision.duties import INSTRUCTION, NOTICE, subject_id_of
from supervision.models import Instruction, Notice
from supervision.permissions import answering_actors_of
from supervision.workflow import Actor, Status
from tasks.models import Obligation
from tasks.turns import Turn, speak_for
from units.permissions import Access

STEPS = {
    Status.OPEN: (Actor.CLERK, _("去填写答复")),
    Status.AWAITING_SIGNATURE: (Actor.HEAD, _("去审签")),
}


def instruction_turns(access: Access, owed: Collection[Obligation]) -> dict[int, Turn]:
    rows = Instruction.objects.select_related("difficulty__task")
    found = rows.in_bulk({subject_id_of(row) for row in owed})
    about = {pk: str(row.difficulty.task) for pk, row in found.items()}
    return _turns(access, owed, found, about)


def notice_turns(access: Access, owed: Collection[Obligation]) -> dict[int, Turn]:
    found = Notice.objects.in_bulk({subject_id_of(row) for row in owed})
    return _turns(access, owed, found, {pk: row.title for pk, row in found.items()})


def _turns(
    access: Access,
    owed: Collection[Obligation],
    found: Mapping[int, Instruction | Notice],
    about: Mapping[int, str],
) -> dict[int, Turn]:
    turns = {}
    actors = answering_actors_of(access, found.values())
    for row in owed:
        pk = subject_id_of(row)
        actor, step = STEPS.get(Status(found[pk].status), ("", ""))
        is_mine = actor in actors[pk]
        turns[row.pk] = Turn(about=about[pk], step=str(step) if is_mine else "")
    return turns


def speak() -> None:
    speak_for((INSTRUCTION,), instruction_turns)
    speak_for((NOTICE,), notice_turns)
