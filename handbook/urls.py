"""The handbook's own pages. /handbook/<slug>/ itself is schedule:process."""

from django.urls import include, path

from handbook import urls_drafts, urls_editing, urls_reading
from handbook.views import reading as views

app_name = "handbook"

urlpatterns = [
    path("", views.contents, name="contents"),
    path("chapters/<slug:code>/", views.chapter, name="chapter"),
    path("drafts/", include([*urls_drafts.urlpatterns, *urls_editing.urlpatterns])),
    path("packs/", include(urls_drafts.packs_urlpatterns)),
    *urls_reading.urlpatterns,
    path("<slug:slug>/documents/<slug:code>/", views.document, name="document"),
    path("<slug:slug>/study/", views.study, name="study"),
]
