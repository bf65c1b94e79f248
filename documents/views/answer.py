"""A Word file or PDF as an answer."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from adapters.paper import Sheet
from adapters.pdf import PdfUnavailable
from documents.outputs import NotMade, pdf_of, word_of
from documents.queries.facts import Facts
from people.access import PortalRequest

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_word(request: PortalRequest, code: str, sheet: Sheet, facts: Facts) -> HttpResponse:
    try:
        content = word_of(code, sheet, facts)
    except NotMade as error:
        return render(request, "documents/not_made.html", {"sheet": sheet, "why": str(error)}, status=422)
    return _file(content, WORD, sheet, ".docx", "attachment")


def as_pdf(request: PortalRequest, sheet: Sheet) -> HttpResponse:
    try:
        content = pdf_of(sheet)
    except PdfUnavailable as error:
        return render(request, "documents/not_made.html", {"sheet": sheet, "why": str(error)}, status=503)
    return _file(content, "application/pdf", sheet, ".pdf", "inline")


def _file(content: bytes, kind: str, sheet: Sheet, extension: str, how: str) -> HttpResponse:
    name = slugify(f"{sheet.title} {sheet.place}") or "document"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'{how}; filename="{name}{extension}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
