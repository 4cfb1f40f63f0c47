"""Every address of the portal. Each app names its own pages in its `urls.py`."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("dashboards.urls")),
    path("", include("reminders.urls")),
    path("", include("reports.urls")),
    path("", include("tasks.urls")),
    path("", include("notifications.urls")),
    path("", include("units.urls")),
    path("", include("common.urls")),
    path("admin/", admin.site.urls),
]
