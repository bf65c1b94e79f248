"""Bringing in a plan from Word or Excel. Below /plans/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
