"""Looking at what a draft changes, publishing it, and the editions there were. Below /handbook/."""

from django.urls import URLPattern, path

from schedule.views import timing

urlpatterns: list[URLPattern] = [
    path("drafts/<int:pk>/timing/", timing.timing, name="timing"),
]
