"""The pages of this app."""

from django.urls import include, path

from documents.views import blank, filled, papers, templates

app_name = "documents"

of_event = [
    path("", papers.paper, name="paper"),
    path("save/", papers.save, name="save"),
    path("submit/", papers.submit, name="submit"),
    path("start/", papers.start, name="start"),
    path("filled.docx", filled.filled_word, name="filled_word"),
    path("filled.pdf", filled.filled_pdf, name="filled_pdf"),
    path("versions/<int:number>/", filled.version, name="version"),
    path("versions/<int:number>.docx", filled.version_word, name="version_word"),
    path("versions/<int:number>.pdf", filled.version_pdf, name="version_pdf"),
]

of_template = [
    path("", templates.template, name="template"),
    path("remove/", templates.remove, name="remove_template"),
    path("kept.docx", templates.kept, name="kept_template"),
    path("start.docx", templates.to_start_from, name="template_to_start_from"),
    path("preview.docx", templates.preview, name="template_preview"),
]

urlpatterns = [
    path("handbook/<slug:slug>/documents/<slug:code>/blank.docx", blank.blank_word, name="blank_word"),
    path("handbook/<slug:slug>/documents/<slug:code>/blank.pdf", blank.blank_pdf, name="blank_pdf"),
    path("handbook/<slug:slug>/documents/<slug:code>/fill/", blank.choose, name="choose"),
    path("events/<int:pk>/documents/<slug:code>/", include(of_event)),
    path("documents/templates/", templates.templates, name="templates"),
    path("documents/templates/<slug:code>/", include(of_template)),
]
