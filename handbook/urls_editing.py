"""Writing a process, a step and a study page of a draft. Below /handbook/drafts/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
