"""What leaves the portal as a file: the year as a PDF. Part of schedule.urls."""

from django.urls import path

from schedule.views import outputs

urlpatterns = [
    path("next/<int:urn>/my-year.pdf", outputs.my_year_pdf, name="my_year_pdf"),
]
