from django.db import models
from django.utils.translation import gettext_lazy as _

from motions.models import Deputy
from replies.models.reply import Reply


class Letter(models.Model):
    """The reply as it goes to one deputy: letter `number` of its reply. Made when that is issued.

    `addressee` is how it was addressed then; a name that the roster learns of later changes it only
    when the letter is issued again.
    """

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="letters")
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="letters")
    number = models.PositiveSmallIntegerField(_("件号"))
    addressee = models.CharField(_("主送"), max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("答复函")
        ordering = ["reply", "number"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "deputy"], name="letter_once_a_deputy"),
            models.UniqueConstraint(fields=["reply", "number"], name="letter_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reply} {self.number}"
