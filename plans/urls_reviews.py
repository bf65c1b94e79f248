"""Reviews, carrying over, and plans at a glance. Below /plans/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
