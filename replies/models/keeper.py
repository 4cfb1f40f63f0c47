from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from replies.words import KEEPER_STATUS_WORDS
from replies.workflow import KeeperStatus
from units.models import Government, User


class KeeperChange(models.Model):
    """An administrator touched the account or the posts of somebody of the deputies' office.

    Until it is confirmed, or waited out, that account makes no rating links. Its steps are events.
    """

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("变动时间"))
    made_by_name = models.CharField(_("变动人"), max_length=120)
    status = models.CharField(
        _("状态"),
        max_length=20,
        choices=[(s.value, w) for s, w in KEEPER_STATUS_WORDS.items()],
        default=KeeperStatus.WAITING,
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("人大代表工作机构账号变动")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.user}"
