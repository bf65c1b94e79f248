"""The reading pages of the handbook. /handbook/<slug>/ itself is schedule:process."""

from django.urls import path

from handbook.views import reading as views

app_name = "handbook"

urlpatterns = [
    path("", views.contents, name="contents"),
    path("chapters/<slug:code>/", views.chapter, name="chapter"),
    path("<slug:slug>/documents/<slug:code>/", views.document, name="document"),
    path("<slug:slug>/study/", views.study, name="study"),
]
