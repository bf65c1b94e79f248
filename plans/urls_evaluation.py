"""Self-evaluation. Below /plans/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
