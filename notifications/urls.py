from django.urls import path

from notifications import views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read_all, name="inbox_read_all"),
    path("inbox/<int:message_id>/read/", views.read_message, name="inbox_read"),
    path("inbox/<int:message_id>/open/", views.open_message, name="inbox_open"),
    path("mailbox/", views.mailbox, name="mailbox"),
]
