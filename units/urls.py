from django.contrib.auth.views import LogoutView
from django.urls import path

from units import views

urlpatterns = [
    path("login/", views.SignInView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", views.ChangePasswordView.as_view(), name="password_change"),
    path("language/", views.change_language, name="language"),
    path("clock/", views.clock_page, name="clock"),
    path("gallery/", views.gallery, name="gallery"),
]
