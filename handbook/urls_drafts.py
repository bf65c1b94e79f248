"""Drafts: the list, one draft, its chapters and documents, packs in and out. Below /handbook/drafts/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
