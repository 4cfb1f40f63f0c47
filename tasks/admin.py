"""Tasks, targets and obligations as they were loaded, to read only."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tasks.models import Milestone, Obligation, Target, Task
from units.admin import ReferenceAdmin, ReferenceInline, related, site


class TargetInline(ReferenceInline):
    model = Target
    government_path = "task__plan__government"
    is_editable = False
    fields = ("name", "minimum", "maximum", "unit", "is_scope")


class MilestoneInline(ReferenceInline):
    model = Milestone
    government_path = "task__plan__government"
    is_editable = False
    fields = ("kind", "name", "added_on")


@admin.register(Task, site=site)
class TaskAdmin(ReferenceAdmin):
    government_path = "plan__government"
    is_editable = False
    list_display = ("number", "title", related("plan", _("计划")))
    list_select_related = ("plan",)
    search_fields = ("number", "title")
    fields = ("number", "title", "summary", "text", "due_on", "due_text", "milestones_open")
    inlines = (TargetInline, MilestoneInline)


@admin.register(Obligation, site=site)
class ObligationAdmin(ReferenceAdmin):
    is_editable = False
    list_display = (
        "kind",
        related("unit", _("单位")),
        related("task", _("事项")),
        "due_on",
        "met_at",
    )
    list_filter = ("kind",)
    list_select_related = ("unit", "task")
    date_hierarchy = "due_on"
    fields = (
        "kind",
        related("unit", _("单位")),
        related("task", _("事项")),
        "original_due_on",
        "due_on",
        "met_at",
        "withdrawn_at",
        "reason",
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return self.fields
