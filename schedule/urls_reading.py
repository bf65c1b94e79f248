"""Who has read what. Below /handbook/."""

from django.urls import path

from schedule.views import reading

urlpatterns = [
    path("reading/", reading.reading, name="reading"),
    path("reading/<int:pk>/", reading.reading_request, name="reading_request"),
    path("reading/<int:pk>/people.csv", reading.reading_csv, name="reading_csv"),
]
