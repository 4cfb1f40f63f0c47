"""Plans as they were loaded, to read. They change by a changed plan file; names of deputies by hand."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from motions.models import Deadline, Deputy, Motion, Plan
from units.admin import ReferenceAdmin, ReferenceInline, related, site


class MotionInline(ReferenceInline):
    model = Motion
    government_path = "plan__government"
    is_editable = False
    fields = ("title",)


class DeadlineInline(ReferenceInline):
    model = Deadline
    government_path = "plan__government"
    is_editable = False
    fields = ("kind", "due_on", "copies", "satisfaction_goal")


class DeputyInline(ReferenceInline):
    """The directive names the lead proposer; the other places are filled here."""

    model = Deputy
    government_path = "motion__plan__government"
    fields = ("name",)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Plan, site=site)
class PlanAdmin(ReferenceAdmin):
    is_editable = False
    list_display = ("title", "number", "signed_on", "issued_on", "version")
    fields = (
        "title",
        "number",
        "slug",
        "version",
        "session",
        "signed_on",
        "issued_on",
        related("host_unit", _("主办单位")),
        related("supervisor_unit", _("督办单位")),
        related("office_unit", _("领导小组办公室")),
        "office_director",
        "copied_to",
    )
    inlines = (MotionInline, DeadlineInline)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return self.fields


@admin.register(Motion, site=site)
class MotionAdmin(ReferenceAdmin):
    government_path = "plan__government"
    list_display = ("title",)
    fields = readonly_fields = ("title",)
    inlines = (DeputyInline,)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
