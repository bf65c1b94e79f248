"""A plan to take away: PDFs, Word, spreadsheets. Below /plans/."""

from django.urls import path

from plans.views import outputs

urlpatterns = [
    path("actions.<str:kind>", outputs.all_actions, name="all_actions"),
    path("<int:pk>/take-away/", outputs.take_away, name="take_away"),
    path("<int:pk>/plan.docx", outputs.word, name="word"),
    path("<int:pk>/actions.<str:kind>", outputs.actions, name="actions"),
    path("<int:pk>/<slug:form>.pdf", outputs.pdf, name="pdf"),
    path("<int:pk>/versions/<int:number>.pdf", outputs.version_pdf, name="version_pdf"),
]
