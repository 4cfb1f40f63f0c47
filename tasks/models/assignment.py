from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from motions.models import Deadline, Plan
from motions.models.plan import read_by
from tasks.models.obligation import Obligation
from tasks.models.party import TaskParty
from tasks.models.task import Task
from tasks.words import ASSIGNMENT_WORDS
from tasks.workflow import GONE, AssignmentStatus
from units.models import Government, Unit, User
from units.permissions import Access


class HandOut(models.Model):
    """The office handed a plan's work out to its units. Once a plan; never changed."""

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="hand_out")
    at = models.DateTimeField(_("交办时间"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_name = models.CharField(_("经手人"), max_length=50)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("交办")

    def __str__(self) -> str:
        return f"{self.plan}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, access: Access) -> Self:
        """The unit's own people, and who reads the whole plan."""
        return self.filter(Q(unit__in=access.units) | read_by(access, "plan__"))

    def standing(self) -> Self:
        """Neither handed on to another unit nor withdrawn with a change of the plan."""
        return self.exclude(status__in=GONE)


class Assignment(models.Model):
    """A unit has a leaf to lead, or to share in. `receipt` is what it owes for being handed it."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="assignments")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="assignments")
    task = models.ForeignKey(Task, models.PROTECT, related_name="assignments")
    role = models.CharField(_("角色"), max_length=20, choices=TaskParty.Role)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    status = models.CharField(
        _("状态"),
        max_length=20,
        choices=[(s.value, w) for s, w in ASSIGNMENT_WORDS.statuses.items()],
        default=AssignmentStatus.AWAITING_RECEIPT,
    )
    handed_at = models.DateTimeField(_("交办时间"))
    receipt = models.OneToOneField(Obligation, models.PROTECT, related_name="assignment")
    is_sample = models.BooleanField(_("演示数据"), default=False)

    objects = AssignmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("交办")
        ordering = ["task__order", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "role", "unit"],
                condition=~Q(status__in=["reassigned", "withdrawn"]),
                name="assignment_stands_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.unit}"


class Reassignment(models.Model):
    """From this moment another unit has what the directive gave to one. Laid over the printed parties.

    `stages` are those whose work went along; what was met before stays with the other unit. Rows are
    only ever added: see `tasks.parties`.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="reassignments")
    role = models.CharField(_("角色"), max_length=20, choices=TaskParty.Role)
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("改派时间"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_name = models.CharField(_("经手人"), max_length=50)
    reason = models.TextField(_("理由"), max_length=5_000)
    stages = models.ManyToManyField(Deadline, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("改派")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.task}: {self.from_unit} → {self.to_unit}"
