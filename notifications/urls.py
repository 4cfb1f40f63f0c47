from django.urls import path

from notifications.bounced import views as bounced
from notifications.views import channels, inbox, settings

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="inbox_read_all"),
    path("inbox/<int:message_id>/read/", inbox.read_message, name="inbox_read"),
    path("inbox/<int:message_id>/open/", inbox.open_message, name="inbox_open"),
    path("inbox/settings/", settings.own_settings, name="delivery_settings"),
    path("inbox/settings/mobile/", settings.own_mobile, name="own_mobile"),
    path("inbox/settings/test/<slug:channel>/", settings.try_own, name="try_own"),
    path("unsubscribe/<str:token>/", settings.unsubscribe, name="unsubscribe"),
    path("channels/", channels.channels, name="channels"),
    path("channels/hours/", channels.quiet_hours, name="quiet_hours"),
    path("channels/<int:endpoint_id>/", channels.channel, name="channel"),
    path("channels/<int:endpoint_id>/switch/", channels.channel_switch, name="channel_switch"),
    path("channels/<int:endpoint_id>/test/", channels.channel_test, name="channel_test"),
    path("bounces/", bounced.bounces, name="bounces"),
    path("bounces/<int:bounce_id>/clear/", bounced.clear, name="bounce_clear"),
    path("mailbox/", inbox.mailbox, name="mailbox"),
]
