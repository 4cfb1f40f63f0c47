from django.urls import path

from search import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search.json", views.search_at_once, name="search_at_once"),
    path("units/<int:unit_id>/", views.unit, name="unit"),
]
