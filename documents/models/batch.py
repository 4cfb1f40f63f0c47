"""Many documents at once, made by a job while its asker goes on."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.batch_words import (
    ITEM_WORDS,
    STATUS_TONES,
    STATUS_WORDS,
    BatchStatus,
    ItemStatus,
)
from motions.models import Plan, read_by
from units.models import Government, User
from units.permissions import Access


class BatchQuerySet(models.QuerySet["Batch"]):
    def unfinished(self) -> Self:
        return self.filter(status=BatchStatus.RUNNING)

    def visible_to(self, access: Access, user: User) -> Self:
        """Who asked for it, as long as they may read the plan whole."""
        return self.filter(Q(asked_by=user) & read_by(access, "plan__"))


class Batch(models.Model):
    """What one person asked for: so many items, in the end one ZIP file with a manifest.

    `asked_at`, `finished_at` and `expires_at` are business moments. `alive_at` and the items' claims
    are machine time: they say whether a worker is still at it. `packings` grows before each try to pack.
    """

    government = models.ForeignKey(Government, models.PROTECT, related_name="batches")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="batches")
    kind = models.CharField(max_length=40)
    title = models.TextField(_("名称"), max_length=1_000)
    status = models.CharField(
        _("状态"),
        max_length=10,
        choices=[(status.value, words) for status, words in STATUS_WORDS.items()],
        default=BatchStatus.RUNNING,
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_by_name = models.CharField(_("生成人"), max_length=120)
    asked_at = models.DateTimeField(_("提出时间"))
    packings = models.PositiveSmallIntegerField(default=0)
    alive_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    expires_at = models.DateTimeField(_("保留至"), null=True, blank=True)
    path = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("大小"), default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("批量文件")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["alive_at"], condition=Q(status="running"), name="batches_unfinished"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        return STATUS_TONES[BatchStatus(self.status)]

    @property
    def is_done(self) -> bool:
        return self.status == BatchStatus.DONE


class BatchItem(models.Model):
    """One file of a batch. `maker` and `argument` say how it is made, `folder` and `name` where it goes.
    Names are those that people gave their files, however long.

    `attempts` grows before each try: what stops the worker itself is given up in the end.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items")
    place = models.PositiveIntegerField()
    label = models.TextField(_("文件"), max_length=1_500)
    folder = models.TextField(max_length=1_000, blank=True)
    maker = models.CharField(max_length=60)
    argument = models.JSONField(default=dict)
    status = models.CharField(
        _("状态"),
        max_length=10,
        choices=[(status.value, words) for status, words in ITEM_WORDS.items()],
        default=ItemStatus.WAITING,
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    name = models.TextField(max_length=1_500, blank=True)
    path = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    failure = models.TextField(_("没有生成的原因"), blank=True, max_length=2_000)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="batch_item_place_once")
        ]
        indexes = [
            models.Index(
                fields=["batch", "place"], condition=Q(status="waiting"), name="batch_items_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.label
