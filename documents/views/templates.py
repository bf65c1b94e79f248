"""A trust's own Word templates: which documents have one, and what can be named in it."""

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adapters import clock
from documents.access import get_document_to_dress_for
from documents.actions.templates import Refused, keep_template, remove_template
from documents.outputs import starting_template
from documents.queries.facts import facts_of_school
from documents.queries.sheets import filled_sheet
from documents.queries.templates import KNOWN, names_of, template_lines, template_of
from documents.views.answer import WORD, as_word
from handbook.models import Document
from people.access import PortalRequest
from people.roles import Permission
from schools.access import schools_for

REFUSED = 422


class TemplateForm(forms.Form):
    file = forms.FileField(
        label="Word document",
        help_text="A .docx file with names in double braces, up to 5 MB. No macros, linked pictures or embedded files.",
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty: choose another.",
            "max_length": "The file’s name is too long: shorten it and choose it again.",
        },
    )


@require_safe
def templates(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.HANDBOOK_EDIT)
    return render(request, "documents/templates.html", {"lines": template_lines()})


@require_http_methods(["GET", "POST"])
def template(request: PortalRequest, code: str) -> HttpResponse:
    document = get_document_to_dress_for(request.access, code)
    if request.method == "POST":
        return _keep(request, document)
    return _page(request, document, TemplateForm())


@require_POST
def remove(request: PortalRequest, code: str) -> HttpResponse:
    document = get_document_to_dress_for(request.access, code)
    found = template_of(code)
    if found is not None:
        remove_template(template=found, by=request.user, now=clock.now())
        messages.success(request, f"“{document.title}” comes out in the portal’s own form again.")
    return redirect("documents:template", code)


@require_safe
def kept(request: PortalRequest, code: str) -> FileResponse:
    get_document_to_dress_for(request.access, code)
    found = template_of(code)
    if found is None:
        raise Http404
    try:
        file = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=True, filename=found.name, content_type=WORD)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def to_start_from(request: PortalRequest, code: str) -> HttpResponse:
    """Our own form with the names where the answers go."""
    document = get_document_to_dress_for(request.access, code)
    response = HttpResponse(starting_template(document, clock.now()), content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="{slugify(document.title)}-template.docx"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def preview(request: PortalRequest, code: str) -> HttpResponse:
    """As it comes out for a school: ?school=900001, or the first by name."""
    document = get_document_to_dress_for(request.access, code)
    schools = schools_for(request.access).order_by("name", "pk")
    asked = request.GET.get("school", "")
    school = (
        schools.filter(urn=int(asked)).first()
        if asked.isascii() and asked.isdigit() and len(asked) < 10
        else None
    )
    facts = facts_of_school(school=school or schools.first(), today=clock.today())
    return as_word(request, code, filled_sheet(document, facts, None, clock.now()), facts)


def _keep(request: PortalRequest, document: Document) -> HttpResponse:
    form = TemplateForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, document, form)
    file = form.cleaned_data["file"]
    try:
        added = keep_template(document=document, name=file.name, file=file, by=request.user, now=clock.now())
    except Refused as refusal:
        for problem in refusal.problems:
            form.add_error("file", problem)
        return _page(request, document, form)
    messages.success(request, f"“{added.name}” is in force: “{document.title}” comes out of it from now on.")
    return redirect("documents:template", document.code)


def _page(request: PortalRequest, document: Document, form: TemplateForm) -> HttpResponse:
    names = names_of(document)
    labels = {one["code"]: one["label"] for one in document.fields}
    return render(
        request,
        "documents/template.html",
        {
            "document": document,
            "form": form,
            "kept": template_of(document.code),
            "fields": [(code, labels[code]) for code in labels if code in names.plain],
            "tables": [(code, labels[code], columns) for code, columns in names.tables.items()],
            "known": KNOWN,
            "schools": schools_for(request.access).order_by("name", "pk")[:50],
        },
        status=REFUSED if form.errors else 200,
    )
