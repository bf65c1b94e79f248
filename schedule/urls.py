"""The pages of this app."""

from django.urls import include, path

from schedule import urls_check as check
from schedule import urls_feeds as feeds
from schedule import urls_load as load
from schedule import urls_moving as moving
from schedule import urls_openings as openings
from schedule import urls_planner as planner
from schedule import urls_publishing as publishing
from schedule import urls_reading as reading
from schedule import urls_rollover as rollover
from schedule.urls_outputs import urlpatterns as outputs
from schedule.views import build, events, process
from schedule.views import next as next_pages

app_name = "schedule"

event_urls = [
    path("", events.event, name="event"),
    path("done/", events.done, name="done"),
    path("not-needed/", events.not_needed, name="not_needed"),
    path("undo/", events.undo, name="undo"),
    path("attach/", events.attach, name="attach"),
]

attachment_urls = [
    path("", events.attachment, name="attachment"),
    path("remove/", events.remove, name="remove_attachment"),
]

urlpatterns = [
    path("", next_pages.home, name="home"),
    path("next/", next_pages.next_, name="next"),
    path("next/seen/", next_pages.seen, name="seen"),
    path("next/<int:urn>/", next_pages.next_school, name="next_school"),
    path("events/<int:pk>/", include(event_urls)),
    path("attachments/<int:pk>/", include(attachment_urls)),
    path("handbook/", include([*check.urlpatterns, *publishing.urlpatterns, *reading.urlpatterns])),
    path("handbook/<slug:slug>/", process.process, name="process"),
    path("years/", build.build, name="build"),
    path("years/<int:start>/", build.build_preview, name="build_preview"),
    path("years/<int:start>/build/", build.build_apply, name="build_apply"),
    *outputs,
    *feeds.urlpatterns,
    *load.urlpatterns,
    *moving.urlpatterns,
    *openings.urlpatterns,
    *planner.urlpatterns,
    *rollover.urlpatterns,
]
