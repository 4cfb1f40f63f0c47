from collections.abc import Iterable
from datetime import date
from typing import Self, cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from motions.words import STATUS_WORDS
from motions.workflow import Status
from units.models import Government, RuleSet, Unit, UnitAlias
from units.permissions import Access
from units.roles import Permission, Role


def reviewed_by(units: Iterable[int], plan: str = "") -> Q:
    """Plans that one of these units reviews, as `Plan.reviewing_unit_id` says for one.

    `plan` leads to the plan from the rows that are filtered: "obligation__plan__".
    """
    office = Q(**{f"{plan}office_unit__in": units})
    no_office = {f"{plan}office_unit__isnull": True, f"{plan}host_unit__in": units}
    return office | Q(**no_office)


def read_by(access: Access, plan: str = "") -> Q:
    """Plans this person reads whole: as the office, the supervision bureau or the vice mayor."""
    readers = access.units_with(Permission.READ_SUBMITTED)
    leaders = [g.government_id for g in access.grants if g.role == Role.VICE_MAYOR]
    supervised = Q(**{f"{plan}supervisor_unit__in": readers})
    return reviewed_by(readers, plan) | supervised | Q(**{f"{plan}government__in": leaders})


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, access: Access) -> Self:
        """A directive is printed for every unit of its government, and for nobody else."""
        return self.filter(government__in=access.governments)


class Plan(models.Model):
    """A directive and the work it hands out. Its identity is its government and its own id."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="plans")
    slug = models.CharField(_("计划编号"), max_length=100)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    status = models.CharField(
        _("状态"),
        max_length=10,
        choices=[(s.value, w) for s, w in STATUS_WORDS.items()],
        default=Status.OPEN,
    )
    closed_at = models.DateTimeField(_("归档时间"), null=True, blank=True)
    number = models.CharField(_("发文字号"), max_length=100, null=True, blank=True)  # noqa: DJ001 - null: printed without one
    title = models.CharField(_("标题"), max_length=500)
    signed_on = models.DateField(_("成文日期"), null=True, blank=True)
    issued_on = models.DateField(_("印发日期"), null=True, blank=True)
    session = models.CharField(_("会议"), max_length=200, null=True, blank=True)  # noqa: DJ001 - null: not named
    host_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="hosted_plans")
    supervisor_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="supervised_plans"
    )
    office_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="office_of_plans")
    office_director = models.CharField(_("办公室主任"), max_length=50, null=True, blank=True)  # noqa: DJ001
    copied_to = models.JSONField(_("抄送"), default=list)
    unit_aliases = models.ManyToManyField(UnitAlias, related_name="plans")
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="plans")

    objects = PlanQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("计划")
        constraints = [
            models.UniqueConstraint(fields=["government", "slug"], name="plan_once_in_government")
        ]

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def named_on(self) -> date | None:
        """The day whose unit names the directive prints."""
        return self.issued_on or self.signed_on

    @property
    def reviewing_unit_id(self) -> int:
        """The leading group's office reviews; a plan without a leading group leaves it to its host."""
        return cast(
            "int", self.office_unit_id or self.host_unit_id
        )  # the plan file has one of them

    @property
    def replying_unit_id(self) -> int:
        """The host answers the deputies; where none is named, the leading group's office."""
        return cast("int", self.host_unit_id or self.office_unit_id)
