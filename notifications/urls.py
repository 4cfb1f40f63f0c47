from django.urls import path

from notifications import views
from notifications.bounced import views as bounced

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read_all, name="inbox_read_all"),
    path("inbox/<int:message_id>/read/", views.read_message, name="inbox_read"),
    path("inbox/<int:message_id>/open/", views.open_message, name="inbox_open"),
    path("bounces/", bounced.bounces, name="bounces"),
    path("bounces/<int:bounce_id>/clear/", bounced.clear, name="bounce_clear"),
    path("mailbox/", views.mailbox, name="mailbox"),
]
