"""Looking at what a draft changes, publishing it, and the editions there were. Below /handbook/."""

from django.urls import URLPattern, path

from schedule.views import editions, publishing, rehearsal, timing

urlpatterns: list[URLPattern] = [
    path("editions/", editions.editions, name="editions"),
    path("editions/<int:number>/", editions.edition, name="edition"),
    path("drafts/<int:pk>/publish/", publishing.publish, name="publish"),
    path("drafts/<int:pk>/rehearse/", rehearsal.rehearse, name="rehearse"),
    path("drafts/<int:pk>/timing/", timing.timing, name="timing"),
]
