from django.urls import path

from dashboards.views import boards, home

urlpatterns = [
    path("", home.home, name="home"),
    path("plans/<int:plan_id>/board/", boards.board, name="board"),
    path("plans/<int:plan_id>/late/", boards.late, name="late"),
    path("plans/<int:plan_id>/tasks/<str:key>/figures/", boards.leaf_figures, name="leaf_figures"),
]
