from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    name = "dashboards"
    verbose_name = _("看板")

    def ready(self) -> None:
        """Makers read models, which are there only now."""
        from dashboards.batches.makers import register  # noqa: PLC0415

        register()
