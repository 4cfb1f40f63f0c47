from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from units.models import Government, Unit, User


class Endpoint(models.Model):
    """Where messages go beside the inbox and a person's mail: a group's robot, a webhook, a number.

    It belongs to one unit or to one person. `sealed` is the address with its secret, encrypted; what
    people are shown of it is `hint`.
    """

    class Kind(models.TextChoices):
        SMS = "sms", _("短信")
        DINGTALK = "dingtalk", _("钉钉群机器人")
        WECOM = "wecom", _("企业微信群机器人")
        FEISHU = "feishu", _("飞书群机器人")
        WEBHOOK = "webhook", _("网络接口（webhook）")

    government = models.ForeignKey(Government, models.PROTECT, related_name="endpoints")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="endpoints")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="endpoints")
    kind = models.CharField(_("种类"), max_length=10, choices=Kind)
    name = models.CharField(_("名称"), max_length=100)
    sealed = models.TextField(editable=False)
    hint = models.CharField(_("地址"), max_length=60, editable=False)
    is_active = models.BooleanField(_("启用"), default=True)
    tested_at = models.DateTimeField(_("测试时间"), null=True, blank=True)
    test_answer = models.CharField(_("测试答复"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("登记时间"))

    history = HistoricalRecords(excluded_fields=["sealed"])

    class Meta:
        verbose_name = verbose_name_plural = _("发送渠道")
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True, user__isnull=False)
                | Q(unit__isnull=False, user__isnull=True),
                name="endpoint_of_one",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "name"],
                condition=Q(unit__isnull=False),
                name="endpoint_of_unit_once",
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "name"],
                condition=Q(user__isnull=False),
                name="endpoint_of_user_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
