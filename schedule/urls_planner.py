"""The planner."""

from django.urls import URLPattern, path

from schedule.views.planner import bulk, outputs, page

urlpatterns: list[URLPattern] = [
    path("planner/", page.planner, name="planner"),
    path("planner/bulk/", bulk.bulk, name="planner_bulk"),
    path("planner/bulk/undo/", bulk.undo_bulk, name="planner_undo"),
    path("planner/events.csv", outputs.events_csv, name="planner_csv"),
    path("planner/events.xlsx", outputs.events_xlsx, name="planner_xlsx"),
    path("planner/wall.pdf", outputs.wall_pdf, name="wall_pdf"),
]
