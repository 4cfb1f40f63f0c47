from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from motions.models.plan import Plan


class GroupMember(models.Model):
    """A member of the leading group, as printed: role, name, post."""

    class Role(models.TextChoices):
        LEADER = "leader", _("组长")
        DEPUTY_LEADER = "deputy_leader", _("副组长")
        MEMBER = "member", _("成员")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="group_members")
    order = models.PositiveSmallIntegerField()
    role = models.CharField(_("组内职务"), max_length=20, choices=Role)
    name = models.CharField(_("姓名"), max_length=50)
    post = models.CharField(_("职务"), max_length=200)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("领导小组成员")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "order"], name="group_member_order_once")
        ]

    def __str__(self) -> str:
        return self.name
