"""Reviews, carrying over, and plans at a glance. Below /plans/."""

from django.urls import URLPattern, path

from plans.views import carrying, evaluating, glance, listing, presence, rating, reviews

REVIEW = "<int:pk>/reviews/<slug:period>/"

urlpatterns: list[URLPattern] = [
    path("", listing.plans, name="list"),
    path("plans.csv", listing.plans_csv, name="list_csv"),
    path("themes/", listing.themes, name="themes"),
    path("schools/<int:urn>/", glance.school, name="school"),
    path("<int:pk>/reviews/", reviews.current, name="reviews"),
    path(REVIEW, reviews.review, name="review"),
    path(f"{REVIEW}start/", reviews.start, name="start_review"),
    path(f"{REVIEW}rate/", rating.rate, name="rate"),
    path(f"{REVIEW}here/", presence.at_review, name="review_here"),
    path(f"{REVIEW}close/", reviews.close, name="close_review"),
    path(f"{REVIEW}skip/", reviews.skip, name="skip_review"),
    path(f"{REVIEW}reopen/", reviews.reopen, name="reopen_review"),
    path("<int:pk>/evaluate/", evaluating.evaluate, name="evaluate"),
    path("<int:pk>/evaluate/finish/", evaluating.finish, name="finish_evaluation"),
    path("<int:pk>/carry-over/", carrying.carry_over_page, name="carry_over"),
]
