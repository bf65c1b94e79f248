"""What changed, what is to be read, the words explained. Below /handbook/."""

from django.urls import path

from handbook.views import glossary, readings

urlpatterns = [
    path("changes/", readings.changes, name="changes"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("drafts/<int:pk>/glossary/", glossary.edit_glossary, name="edit_glossary"),
    path("reading/<int:pk>/end/", readings.end_reading, name="end_reading"),
    path("<slug:slug>/read/", readings.read, name="read"),
    path("<slug:slug>/ask/", readings.ask_reading, name="ask_reading"),
]
