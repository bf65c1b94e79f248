"""Whether everything dovetails. Below /handbook/."""

from django.urls import URLPattern, path

from schedule.views import check

urlpatterns: list[URLPattern] = [
    path("check/", check.check, name="check"),
    path("drafts/<int:pk>/check/", check.check_draft, name="check_draft"),
]
