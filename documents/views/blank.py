"""A document before anyone writes in it, and for which school and event to fill it in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from adapters import clock
from documents.queries.facts import blank
from documents.queries.occasions import occasions_of
from documents.queries.sheets import blank_sheet
from documents.views.answer import as_pdf, as_word
from handbook.access import get_document_for
from people.access import PortalRequest


@require_safe
def blank_word(request: PortalRequest, slug: str, code: str) -> HttpResponse:
    document, facts = get_document_for(request.access, slug, code), blank()
    return as_word(request, code, blank_sheet(document, facts, clock.now()), facts)


@require_safe
def blank_pdf(request: PortalRequest, slug: str, code: str) -> HttpResponse:
    document = get_document_for(request.access, slug, code)
    return as_pdf(request, blank_sheet(document, blank(), clock.now()))


@require_safe
def choose(request: PortalRequest, slug: str, code: str) -> HttpResponse:
    document = get_document_for(request.access, slug, code)
    found = occasions_of(request.access, document, clock.today())
    return render(
        request,
        "documents/choose.html",
        {"document": document, "process": document.process, "occasions": found, "today": clock.today()},
    )
