from django.urls import path

from reminders import views
from reminders.deliveries import views as board
from reminders.feeds import views as feeds

urlpatterns = [
    path("plans/<int:plan_id>/reminders/", views.reminders, name="reminders"),
    path("plans/<int:plan_id>/deliveries/", board.deliveries, name="deliveries"),
    path("reminders/<int:reminder_id>/again/", board.again, name="send_again"),
    path("calendar/", feeds.feeds, name="calendar_feeds"),
    path("calendar/make/", feeds.make, name="calendar_feed_make"),
    path("calendar/<int:feed_id>/revoke/", feeds.revoke, name="calendar_feed_revoke"),
    path("calendar/<str:token>.ics", feeds.feed, name="calendar_feed"),
    path("obligations/<int:obligation_id>.ics", feeds.event, name="calendar_event"),
]
