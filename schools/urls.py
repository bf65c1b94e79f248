"""The schools, their term dates, and the files both come from."""

from django.urls import path

from schools.views import details, imports, marked

app_name = "schools"

urlpatterns = [
    path("", details.school_list, name="list"),
    path("trust/", details.edit_trust, name="trust"),
    path("import/", imports.read_schools_file, name="read_schools"),
    path("term-dates/", imports.read_term_dates_file, name="read_term_dates"),
    path("term-dates/example.csv", imports.term_dates_example, name="term_dates_example"),
    path("imports/<int:pk>/", imports.show_import, name="import"),
    path("imports/<int:pk>/apply/", imports.apply_import, name="apply_import"),
    path("marked-days/", marked.marked_days, name="marked_days"),
    path("marked-days/add/", marked.add, name="add_marked_days"),
    path("marked-days/offered/", marked.add_offered, name="add_offered_days"),
    path("marked-days/<int:pk>/remove/", marked.remove, name="remove_marked_days"),
    path("<int:urn>/", details.school, name="school"),
    path("<int:urn>/edit/", details.edit_school, name="edit"),
]
