"""The schools, their term dates, and the files both come from."""

from django.urls import path

from schools import views

app_name = "schools"

urlpatterns = [
    path("", views.school_list, name="list"),
    path("trust/", views.edit_trust, name="trust"),
    path("import/", views.read_schools_file, name="read_schools"),
    path("term-dates/", views.read_term_dates_file, name="read_term_dates"),
    path("term-dates/example.csv", views.term_dates_example, name="term_dates_example"),
    path("imports/<int:pk>/", views.show_import, name="import"),
    path("imports/<int:pk>/apply/", views.apply_import, name="apply_import"),
    path("<int:urn>/", views.school, name="school"),
    path("<int:urn>/edit/", views.edit_school, name="edit"),
]
