"""What changed, what is to be read, the words explained. Below /handbook/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
