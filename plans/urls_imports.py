"""Bringing in a plan from Word or Excel. Below /plans/."""

from django.urls import path

from plans.views import import_templates, imports

urlpatterns = [
    path("template.docx", import_templates.word, name="template_docx"),
    path("template.xlsx", import_templates.excel, name="template_xlsx"),
    path("<int:pk>/import/", imports.bring_in, name="import"),
    path("<int:pk>/import/<int:number>/", imports.show, name="show_import"),
    path("<int:pk>/import/<int:number>/tables/", imports.tell, name="tell_import"),
    path("<int:pk>/import/<int:number>/preview/", imports.preview, name="preview_import"),
    path("<int:pk>/import/<int:number>/answers/", imports.answer_questions, name="answer_import"),
    path("<int:pk>/import/<int:number>/apply/", imports.apply, name="apply_import"),
    path("<int:pk>/import/<int:number>/discard/", imports.discard, name="discard_import"),
]
