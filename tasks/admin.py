"""Tasks, targets and obligations as they were loaded, to read only."""

from django.contrib import admin

from tasks.models import Milestone, Obligation, Target, Task, TaskParty
from units.admin import ReferenceAdmin, ReferenceInline, site


class PartyInline(ReferenceInline):
    model = TaskParty
    government_path = "task__plan__government"
    is_editable = False


class TargetInline(ReferenceInline):
    model = Target
    government_path = "task__plan__government"
    is_editable = False


class MilestoneInline(ReferenceInline):
    model = Milestone
    government_path = "task__plan__government"
    is_editable = False


@admin.register(Task, site=site)
class TaskAdmin(ReferenceAdmin):
    government_path = "plan__government"
    is_editable = False
    list_display = ("number", "title", "plan")
    list_select_related = ("plan",)
    search_fields = ("number", "title")
    inlines = (PartyInline, TargetInline, MilestoneInline)


@admin.register(Obligation, site=site)
class ObligationAdmin(ReferenceAdmin):
    is_editable = False
    list_display = ("kind", "unit", "task", "due_on", "met_at", "plan")
    list_filter = ("kind",)
    list_select_related = ("unit", "task", "plan")
    date_hierarchy = "due_on"
