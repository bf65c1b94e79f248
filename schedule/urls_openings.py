"""Processes that are started, and joining in the middle."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
