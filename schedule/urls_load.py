"""Load, and days to keep free."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
