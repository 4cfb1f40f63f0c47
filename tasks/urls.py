from django.urls import path

from tasks import views

urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/<int:plan_id>/", views.plan, name="plan"),
    path("plans/<int:plan_id>/tasks/<str:key>/", views.leaf, name="leaf"),
]
