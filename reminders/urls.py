from django.urls import path

from reminders import views

urlpatterns = [path("plans/<int:plan_id>/reminders/", views.reminders, name="reminders")]
