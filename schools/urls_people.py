"""Who is appointed where: the people pages."""

from django.urls import URLPattern

app_name = "appointments"

urlpatterns: list[URLPattern] = []
