"""What leaves the portal: the calendar feed and the year as a PDF. Part of schedule.urls."""

from django.urls import path

from schedule.views import outputs

urlpatterns = [
    path("calendar/", outputs.feed, name="feed"),
    path("calendar/renew/", outputs.renew_feed, name="renew_feed"),
    path("calendar/<str:token>.ics", outputs.feed_ics, name="feed_ics"),
    path("next/<int:urn>/my-year.pdf", outputs.my_year_pdf, name="my_year_pdf"),
]
