"""What is asked of whom, when. Days to keep free stand below /schools/."""

from django.urls import URLPattern, path

from schedule.views import load

urlpatterns: list[URLPattern] = [
    path("load/", load.trust, name="load"),
    path("load/people/<int:pk>/<slug:monday>/", load.person, name="load_person"),
    path("load/<int:urn>/", load.school, name="load_school"),
    path("load/<int:urn>/<slug:monday>/", load.week, name="load_week"),
]
