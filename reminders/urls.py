from django.urls import path

from reminders import views
from reminders.deliveries import views as board
from reminders.feeds import views as feeds
from reminders.planning import views as planning
from reminders.working_days import views as working_days

urlpatterns = [
    path("plans/<int:plan_id>/reminders/", views.reminders, name="reminders"),
    path("plans/<int:plan_id>/deliveries/", board.deliveries, name="deliveries"),
    path("reminders/<int:reminder_id>/again/", board.again, name="send_again"),
    path("plans/<int:plan_id>/reminders/calendar/", planning.calendar, name="reminder_calendar"),
    path("plans/<int:plan_id>/reminders/rules/", planning.plan_rules, name="plan_rules"),
    path("plans/<int:plan_id>/reminders/rules/<slug:kind>/", planning.plan_rule, name="plan_rule"),
    path("working-days/", working_days.calendars, name="work_calendars"),
    path(
        "working-days/<int:government_id>/<int:year>/", working_days.calendar, name="work_calendar"
    ),
    path("rules/", planning.government_rules, name="government_rules"),
    path(
        "rules/<int:government_id>/<slug:kind>/", planning.government_rule, name="government_rule"
    ),
    path("calendar/", feeds.feeds, name="calendar_feeds"),
    path("calendar/make/", feeds.make, name="calendar_feed_make"),
    path("calendar/<int:feed_id>/revoke/", feeds.revoke, name="calendar_feed_revoke"),
    path("calendar/<str:token>.ics", feeds.feed, name="calendar_feed"),
    path("obligations/<int:obligation_id>.ics", feeds.event, name="calendar_event"),
]
