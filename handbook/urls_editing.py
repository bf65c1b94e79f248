"""Writing a process, a step and a study page of a draft. Below /handbook/drafts/."""

from django.urls import URLPattern, path

from handbook.views import editing as views

urlpatterns: list[URLPattern] = [
    path("<int:pk>/here/", views.here, name="here"),
    path("<int:pk>/<process:process>/", views.edit_process, name="edit_process"),
    path("<int:pk>/<process:process>/study/", views.edit_study, name="edit_study"),
    path("<int:pk>/<process:process>/steps/<slug:step>/", views.edit_step, name="edit_step"),
]
