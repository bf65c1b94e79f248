"""Calendar feeds."""

from django.urls import path

from schedule.views import feeds

urlpatterns = [
    path("calendar/", feeds.page, name="feed"),
    path("calendar/make/", feeds.make, name="make_feed"),
    path("calendar/renew/", feeds.renew, name="renew_feed"),
    path("calendar/stop/", feeds.stop, name="stop_feed"),
    path("calendar/<str:token>.ics", feeds.ics, name="feed_ics"),
]
