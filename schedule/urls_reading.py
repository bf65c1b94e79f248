"""Who has read what. Below /handbook/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
