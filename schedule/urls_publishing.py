"""Looking at what a draft changes, publishing it, and the editions there were. Below /handbook/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
