"""Whether everything dovetails. Below /handbook/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
