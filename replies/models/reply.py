from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from events.words import LifeWords
from replies.words import CLASS_WORDS, REPLY_WORDS, SECOND_REPLY_WORDS, STATUS_WORDS
from replies.workflow import Status
from tasks.models import Obligation
from units.models import Government, User

CLASSES = [(c.value, w) for c, w in CLASS_WORDS.items()]


class Reply(models.Model):
    """An answer to the deputies on one motion, the first or the second. It meets its obligation.

    `revision` grows with every change of the text, so that a signature stands for what was read;
    `writers` are all who wrote on it, so that none of them signs it in the head's stead;
    `circulated` counts how often it was sent round. Names are kept as they stood when it was issued.
    """

    government = models.ForeignKey(Government, models.PROTECT, related_name="replies")
    obligation = models.OneToOneField(Obligation, models.PROTECT, related_name="reply")
    status = models.CharField(
        _("状态"),
        max_length=30,
        choices=[(s.value, w) for s, w in STATUS_WORDS.items()],
        default=Status.NOT_STARTED,
    )
    document_number = models.CharField(_("发文字号"), max_length=100, blank=True)
    reply_class = models.CharField(_("答复类别"), max_length=1, choices=CLASSES, blank=True)
    opening = models.TextField(_("开头"), max_length=2_000, blank=True)
    closing = models.TextField(_("结尾"), max_length=2_000, blank=True)
    contact = models.CharField(_("联系人"), max_length=50, blank=True)
    telephone = models.CharField(_("联系电话"), max_length=50, blank=True)
    copied_to = models.CharField(_("抄送"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=0)
    circulated = models.PositiveSmallIntegerField(default=0)
    unit_name = models.CharField(_("答复单位"), max_length=200, blank=True)
    writers = models.ManyToManyField(User, related_name="+")
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    signed_by_name = models.CharField(_("审签人"), max_length=120, blank=True)
    issued_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    is_sample = models.BooleanField(_("演示数据"), default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("答复")

    def __str__(self) -> str:
        return self.document_number or f"{self.obligation_id}"

    @property
    def is_second(self) -> bool:
        return self.obligation.kind == Obligation.Kind.SECOND_REPLY

    @property
    def words(self) -> LifeWords:
        return SECOND_REPLY_WORDS if self.is_second else REPLY_WORDS
