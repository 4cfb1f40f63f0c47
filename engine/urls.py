from django.urls import path

from engine import views

urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/failed/<int:letter_id>/run/", views.run_again, name="dead_letter_run_again"),
    path("jobs/failed/<int:letter_id>/set-aside/", views.set_aside, name="dead_letter_set_aside"),
]
