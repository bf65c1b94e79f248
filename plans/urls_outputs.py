"""A plan as PDF, Word and spreadsheet. Below /plans/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
