from django.contrib.auth.views import LogoutView
from django.urls import path

from common.appearance import change_appearance
from units import views
from units.help.views import help_page
from units.loading import views as loading

urlpatterns = [
    path("login/", views.SignInView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", views.ChangePasswordView.as_view(), name="password_change"),
    path("language/", views.change_language, name="language"),
    path("appearance/", change_appearance, name="appearance"),
    path("clock/", views.clock_page, name="clock"),
    path("reference/", loading.reference, name="reference"),
    path("reference/<int:government_id>/<slug:purpose>/", loading.load, name="reference_load"),
    path(
        "reference/<int:government_id>/<slug:purpose>/workbook.xlsx",
        loading.workbook,
        name="reference_workbook",
    ),
    path(
        "reference/<int:government_id>/<slug:purpose>/<int:upload_id>/",
        loading.difference,
        name="reference_difference",
    ),
    path("help/", help_page, name="help"),
    path("help/<slug:slug>/", help_page, name="help_of"),
    path("gallery/", views.gallery, name="gallery"),
]
