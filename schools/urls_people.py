"""Who is appointed where: the people pages."""

from django.urls import path

from schools.views import appointments

app_name = "appointments"

urlpatterns = [
    path("", appointments.people, name="list"),
    path("invite/", appointments.invite, name="invite"),
    path("<int:pk>/resend/", appointments.resend, name="resend"),
    path("<int:pk>/withdraw/", appointments.withdraw, name="withdraw"),
    path("appointments/<int:pk>/end/", appointments.end, name="end"),
]
