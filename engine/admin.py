"""The schedule as the administrator sees it: how often, and whether at all. Jobs come with the portal."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import PeriodicTask

from common.templatetags.portal import moment
from engine.permissions import can_tend_jobs
from engine.services.schedule import change_interval
from engine.words import interval_words, job_words
from units.access import access_for
from units.admin import site

LEAST_SECONDS, MOST_SECONDS = 10, 24 * 3600


class ScheduleForm(forms.ModelForm):
    seconds = forms.IntegerField(
        label=_("每隔多少秒"),
        min_value=LEAST_SECONDS,
        max_value=MOST_SECONDS,
        help_text=_("10 秒至 86400 秒（一天）。改动几秒钟内生效，不必重启。"),
    )

    class Meta:
        model = PeriodicTask
        fields = ("enabled",)
        labels = {"enabled": _("启用")}
        help_texts = {"enabled": _("停用后这项任务不再自动运行：该提醒的不提醒，该发的不发。")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        interval = self.instance.interval
        if interval:
            self.fields["seconds"].initial = int(interval.schedule.run_every.total_seconds())


@admin.register(PeriodicTask, site=site)
class ScheduleAdmin(admin.ModelAdmin):
    form = ScheduleForm
    list_display = ("job", "every", "is_on", "asked_at")
    ordering = ("name",)
    fields = ("job", "seconds", "enabled", "asked_at")
    readonly_fields = ("job", "asked_at")
    actions = None

    @admin.display(description=_("后台任务"))
    def job(self, task: PeriodicTask) -> str:
        return job_words(task.name)

    @admin.display(description=_("每隔"))
    def every(self, task: PeriodicTask) -> str:
        return interval_words(task.interval.schedule.run_every) if task.interval else ""

    @admin.display(description=_("启用"), boolean=True)
    def is_on(self, task: PeriodicTask) -> bool:
        return bool(task.enabled)

    @admin.display(description=_("最近一次下达（机器时间）"))
    def asked_at(self, task: PeriodicTask) -> str:
        return moment(task.last_run_at)

    def save_model(
        self, request: HttpRequest, obj: PeriodicTask, form: forms.ModelForm, change: bool
    ) -> None:
        change_interval(task=obj, seconds=form.cleaned_data["seconds"])

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can_tend_jobs(access_for(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_tend_jobs(access_for(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_tend_jobs(access_for(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
