from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from supervision.models.answered import MOST_WORDS, Answered
from supervision.models.difficulty import Difficulty
from supervision.words import INSTRUCTION_WORDS, choices_of
from supervision.workflow import Status
from units.models import Government, Unit, User


class Instruction(Answered):
    """批示: what the vice mayor wants of a unit by a day, on one difficulty."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="instructions")
    difficulty = models.OneToOneField(Difficulty, models.PROTECT, related_name="instruction")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="instructions")
    text = models.TextField(_("批示内容"), max_length=MOST_WORDS)
    due_on = models.DateField(_("办理期限"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_name = models.CharField(_("批示人"), max_length=120)
    is_sample = models.BooleanField(_("演示数据"), default=False)
    written_at = models.DateTimeField(_("批示时间"))
    status = models.CharField(
        _("状态"),
        max_length=20,
        choices=choices_of(INSTRUCTION_WORDS.statuses),
        default=Status.OPEN,
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("批示")

    def __str__(self) -> str:
        return f"{self.difficulty}"
