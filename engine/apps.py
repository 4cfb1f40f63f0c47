from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django_celery_beat.apps import BeatConfig


class EngineConfig(AppConfig):
    name = "engine"
    verbose_name = _("后台任务")
    default = True


class ScheduleConfig(BeatConfig):  # type: ignore[misc]  # the package ships no types
    """Under the name it has on the pages."""

    verbose_name = _("后台任务")

    def ready(self) -> None:
        super().ready()
        names = self.get_model("PeriodicTask")._meta
        names.verbose_name = names.verbose_name_plural = _("定时任务")
