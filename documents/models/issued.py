from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.codes import in_groups
from documents.kinds import FOR_EVERYBODY, KIND_WORDS, OF_A_UNIT, UNITS_OWN, Kind
from motions.models import Plan, read_by
from units.models import Government, Unit, User
from units.permissions import Access
from units.roles import Permission

# What all versions of one document have in common.
SAME_DOCUMENT = ("kind", "subject_kind", "subject_id", "part")


def units_of(access: Access, permissions: frozenset[Permission]) -> frozenset[int]:
    return frozenset(unit for one in permissions for unit in access.units_with(one))


class IssuedDocumentQuerySet(models.QuerySet["IssuedDocument"]):
    def of(self, subject: models.Model) -> Self:
        return self.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk)

    def latest_versions(self) -> Self:
        same = {name: OuterRef(name) for name in SAME_DOCUMENT}
        later = IssuedDocument.objects.filter(**same, version__gt=OuterRef("version"))
        return self.filter(~Exists(later))

    def visible_to(self, access: Access) -> Self:
        """Whoever reads what it is about: the unit's own people, those above the plan, recipients."""
        own = Q(unit__in=units_of(access, OF_A_UNIT), kind__in=UNITS_OWN)
        reached = units_of(access, OF_A_UNIT | {Permission.KEEP_ROSTER})
        links = IssuedDocument.recipients.through.objects.filter(unit__in=reached)
        received = Q(pk__in=links.values("issueddocument"))
        for_all = Q(government__in=access.governments, kind__in=FOR_EVERYBODY)
        return self.filter(own | received | for_all | read_by(access, "plan__"))


class IssuedDocument(models.Model):
    """One version of one document, as it was printed. Rows are only ever added: triggers hold that.

    The subject is named and not referred to, so that one table serves every app above this one;
    `part` tells apart what one subject issues several of (the letters of a reply). `version` counts
    within kind, subject and part. `content_sha256` is of the content, to see whether it has changed;
    `sha256` is of the file. `issued_at` is the business moment, `recorded_at` machine time.
    """

    government = models.ForeignKey(Government, models.PROTECT, related_name="issued_documents")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="issued_documents")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="issued_documents")
    unit_name = models.CharField(_("发文单位"), max_length=200)
    kind = models.CharField(
        _("文种"), max_length=20, choices=[(k.value, w) for k, w in KIND_WORDS.items()]
    )
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    part = models.CharField(max_length=300, blank=True)
    version = models.PositiveSmallIntegerField(_("版本"))
    number = models.CharField(_("发文字号"), max_length=100, blank=True)
    title = models.CharField(_("标题"), max_length=500)
    code = models.CharField(_("验证码"), max_length=32, unique=True)
    content_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("大小"))
    pages = models.PositiveIntegerField(_("页数"))
    path = models.CharField(max_length=200)
    recipients = models.ManyToManyField(Unit, related_name="received_documents")
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    issued_by_name = models.CharField(_("印发人"), max_length=120)
    issued_at = models.DateTimeField(_("印发时间"))
    recorded_at = models.DateTimeField(auto_now_add=True)
    is_sample = models.BooleanField(_("演示数据"), default=False)

    objects = IssuedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("印发的公文")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=[*SAME_DOCUMENT, "version"], name="document_version_once"
            ),
        ]
        indexes = [models.Index(fields=["plan", "kind"], name="documents_of_plan")]

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def kind_words(self) -> str:
        return str(KIND_WORDS[Kind(self.kind)])

    @property
    def issued_on(self) -> date:
        return timezone.localdate(self.issued_at)

    @property
    def printed_code(self) -> str:
        return in_groups(self.code)
