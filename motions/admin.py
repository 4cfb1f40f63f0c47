"""Plans as they were loaded, to read. They change by a changed plan file; names of deputies by hand."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from motions.models import Deadline, Deputy, GroupMember, Motion, Plan
from units.admin import ReferenceAdmin, ReferenceInline, may_manage, site


class MotionInline(ReferenceInline):
    model = Motion
    government_path = "plan__government"
    is_editable = False


class DeadlineInline(ReferenceInline):
    model = Deadline
    government_path = "plan__government"
    is_editable = False


class GroupMemberInline(ReferenceInline):
    model = GroupMember
    government_path = "plan__government"
    is_editable = False


class DeputyInline(ReferenceInline):
    """The directive names the lead proposer; the other places are filled here."""

    model = Deputy
    government_path = "motion__plan__government"
    fields = ("order", "name")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("order",)


@admin.register(Plan, site=site)
class PlanAdmin(ReferenceAdmin):
    is_editable = False
    list_display = ("number", "title", "signed_on", "issued_on", "version")
    inlines = (MotionInline, DeadlineInline, GroupMemberInline)


@admin.register(Motion, site=site)
class MotionAdmin(ReferenceAdmin):
    government_path = "plan__government"
    list_display = ("title",)
    readonly_fields = ("plan", "order", "title")
    inlines = (DeputyInline,)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_manage(request)
