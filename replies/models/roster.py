from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from motions.models import Deputy
from replies.words import MANNER_WORDS
from units.models import User


class RosterEntry(models.Model):
    """Who a deputy is and how to reach them. Kept by the deputies' office, never in the plan file."""

    deputy = models.OneToOneField(Deputy, models.PROTECT, related_name="roster_entry")
    name = models.CharField(_("姓名"), max_length=50, blank=True)
    delegation = models.CharField(_("代表团"), max_length=100, blank=True)
    telephone = models.CharField(_("联系电话"), max_length=50, blank=True)
    address = models.CharField(_("通信地址"), max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("代表名册")

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """面商: the host spoke with a deputy before answering."""

    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="contacts")
    met_on = models.DateField(_("面商日期"))
    manner = models.CharField(
        _("方式"), max_length=20, choices=[(m.value, w) for m, w in MANNER_WORDS.items()]
    )
    by_whom = models.CharField(_("面商人"), max_length=120)
    note = models.TextField(_("代表意见"), max_length=2_000, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("面商记录")
        ordering = ["met_on", "pk"]

    def __str__(self) -> str:
        return f"{self.met_on}"
