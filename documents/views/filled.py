"""A document with what is in it: as last saved, pre-filled, or as it was submitted."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from adapters import clock
from adapters.paper import Sheet
from documents.queries.facts import Facts, facts_of
from documents.queries.sheets import filled_sheet, version_sheet
from documents.views.answer import as_pdf, as_word
from people.access import PortalRequest
from schedule.access import get_document_for_event, get_paper_for, may_fill
from schedule.models import Paper
from schedule.queries import why_read_only
from schedule.queries.papers import last_time, papers_of


@require_safe
def filled_word(request: PortalRequest, pk: int, code: str) -> HttpResponse:
    sheet, facts = _filled(request, pk, code)
    return as_word(request, code, sheet, facts)


@require_safe
def filled_pdf(request: PortalRequest, pk: int, code: str) -> HttpResponse:
    return as_pdf(request, _filled(request, pk, code)[0])


@require_safe
def version(request: PortalRequest, pk: int, code: str, number: int) -> HttpResponse:
    paper = get_paper_for(request.access, pk, code, number)
    papers = papers_of(paper.event, code)
    return render(
        request,
        "documents/version.html",
        {
            "paper": paper,
            "event": paper.event,
            "sheet": version_sheet(paper, _facts(paper)),
            "others": [one for one in papers if one.submitted_at and one.pk != paper.pk],
            "is_latest": paper.version == max(one.version for one in papers if one.submitted_at),
            "writing": next((one for one in papers if one.submitted_at is None), None),
            "may_fill": not why_read_only(paper.event, clock.today())
            and may_fill(request.access, paper.event, paper.layout["filled_by"]),
        },
    )


@require_safe
def version_word(request: PortalRequest, pk: int, code: str, number: int) -> HttpResponse:
    paper = get_paper_for(request.access, pk, code, number)
    facts = _facts(paper)
    return as_word(request, code, version_sheet(paper, facts), facts)


@require_safe
def version_pdf(request: PortalRequest, pk: int, code: str, number: int) -> HttpResponse:
    paper = get_paper_for(request.access, pk, code, number)
    return as_pdf(request, version_sheet(paper, _facts(paper)))


def _facts(paper: Paper) -> Facts:
    return facts_of(event=paper.event, today=clock.today())


def _filled(request: PortalRequest, pk: int, code: str) -> tuple[Sheet, Facts]:
    event, document = get_document_for_event(request.access, pk, code)
    last = None if document.confidential else last_time(event, code)
    facts = facts_of(event=event, today=clock.today(), last=last, access=request.access, document=document)
    papers = papers_of(event, code)
    return filled_sheet(document, facts, papers[0] if papers else None, clock.now()), facts
