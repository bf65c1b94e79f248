"""Where everything is. Each app nests its own pages by object."""

from django.urls import include, path

from config import health

handler400 = "config.requests.bad_request"
urlpatterns = [
    # Pages with a name of their own before schedule's /handbook/<slug>/
    path("handbook/", include("copies.urls")),
    path("handbook/", include("handbook.urls")),
    path("", include("schedule.urls")),
    path("", include("documents.urls")),
    path("plans/", include("plans.urls")),
    path("search/", include("search.urls")),
    path("schools/", include("schools.urls")),
    path("people/", include("schools.urls_people")),
    path("", include("people.urls")),
    path("accounts/", include("allauth.urls")),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
