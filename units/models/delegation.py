from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from units.models.government import Government
from units.models.people import Membership, User
from units.models.unit import Unit
from units.roles import Role
from units.workflow import DelegationStatus


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def given(self) -> Self:
        return self.filter(status=DelegationStatus.GIVEN)

    def standing_on(self, day: date) -> Self:
        """Within its days, not revoked, and given by whoever still is head of the unit."""
        post = Membership.objects.valid_on(day).filter(
            user=models.OuterRef("head"), unit=models.OuterRef("unit"), role=Role.HEAD
        )
        return self.given().filter(models.Exists(post), from_on__lte=day, through_on__gte=day)


class Delegation(models.Model):
    """A head lets a colleague sign for a period, the last day included. Rows stay for ever."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="delegations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="delegations")
    head = models.ForeignKey(
        User, models.PROTECT, related_name="delegations_given", verbose_name=_("委托人")
    )
    delegate = models.ForeignKey(
        User, models.PROTECT, related_name="delegations_held", verbose_name=_("受委托人")
    )
    from_on = models.DateField(_("自"))
    through_on = models.DateField(_("至（含当天）"))
    status = models.CharField(
        _("状态"),
        max_length=20,
        choices=[(status.value, status.value) for status in DelegationStatus],
        default=DelegationStatus.GIVEN,
    )
    given_at = models.DateTimeField(_("委托时间"))

    objects = DelegationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("委托审签")
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(through_on__gte=models.F("from_on")),
                name="delegation_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.head} → {self.delegate}"
