"""Processes that are started, and joining in the middle."""

from django.urls import URLPattern, path

from schedule.views import joining, openings

urlpatterns: list[URLPattern] = [
    path("openings/", openings.openings, name="openings"),
    path("openings/start/", openings.start, name="start_opening"),
    path("openings/<int:pk>/", openings.opening, name="opening"),
    path("openings/<int:pk>/end/", openings.end, name="end_opening"),
    path("next/<int:urn>/joining/", joining.joining, name="joining"),
    path("next/<int:urn>/joining/waive/", joining.waive, name="waive"),
    path("next/<int:urn>/joining/ask/", joining.ask, name="ask_again"),
]
