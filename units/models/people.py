from datetime import date
from typing import ClassVar, Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from units.models.unit import Unit
from units.roles import Role


class User(AbstractUser):
    """A person who signs in. What they may do is said by their memberships alone."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("姓名"), max_length=50)
    is_sample = models.BooleanField(_("演示数据"), default=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    history = HistoricalRecords(excluded_fields=["last_login", "password"])

    class Meta:
        verbose_name = verbose_name_plural = _("人员")

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(from_on__lte=day).filter(
            models.Q(until_on__isnull=True) | models.Q(until_on__gt=day)
        )


class Membership(models.Model):
    """A person's role in a unit, from a day until (not including) another."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    role = models.CharField(_("角色"), max_length=30, choices=Role)
    from_on = models.DateField(_("自"), default=date(2000, 1, 1))
    until_on = models.DateField(_("至"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("任职")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role", "from_on"], name="membership_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"
