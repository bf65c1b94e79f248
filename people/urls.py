"""Accounts, who can see what, and the record of who did what."""

from django.urls import path

from people import views

app_name = "people"

urlpatterns = [
    path("who-can-see-what/", views.roles, name="roles"),
    path("audit/", views.audit, name="audit"),
    path("me/", views.me, name="me"),
    path("me/second-factor/", views.second_factor, name="second_factor"),
    path("me/weekly-mail/", views.weekly_mail, name="weekly_mail"),
    path("invitation/<str:token>/", views.accept, name="accept"),
    # Stands before allauth's page of the same address, which would let people change what the trust wrote down.
    path("accounts/email/", views.address, name="address"),
]
