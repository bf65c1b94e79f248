"""Writing a plan, and its life. Below /plans/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
