"""Every address of the portal. Each app names its own pages in its `urls.py`."""

from django.urls import include, path

from config.health import healthz
from units.admin import site

urlpatterns = [
    path("", include("dashboards.urls")),
    path("", include("search.urls")),
    path("", include("reminders.urls")),
    path("", include("supervision.urls")),
    path("", include("replies.urls")),
    path("", include("reports.urls")),
    path("", include("tasks.urls")),
    path("", include("documents.urls")),
    path("", include("notifications.urls")),
    path("", include("engine.urls")),
    path("", include("units.urls")),
    path("healthz", healthz, name="healthz"),
    path("admin/", site.urls),
]

handler400 = "common.views.bad_request"
handler403 = "common.views.forbidden"
handler404 = "common.views.not_found"
handler500 = "common.views.server_error"
