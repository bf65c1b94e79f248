"""One process of the handbook: its text, and its steps in a school's dates."""

import re

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from adapters import clock
from handbook.access import get_process_for
from handbook.queries import PageTerms, neighbours, process_reading
from people.access import PortalRequest
from people.roles import Permission
from schedule.queries import process_page
from schedule.queries.openings import words_of
from schools.queries import the_trust


@require_safe
def process(request: PortalRequest, slug: str) -> HttpResponse:
    found = get_process_for(request.access, slug)
    request.trust = trust = the_trust()
    urn = request.GET.get("school", "")
    page = process_page(
        access=request.access,
        process=found,
        trust=trust,
        urn=int(urn) if re.fullmatch(r"[0-9]{1,9}", urn) else None,
        today=clock.today(),
    )
    before, after = neighbours(found)
    return render(
        request,
        "schedule/process.html",
        {
            "page": page,
            "process": found,
            "trust": trust,
            # What the handbook's own parts ask for.
            "documents": page.bundle.documents,
            "related": page.bundle.related,
            "minutes": page.bundle.minutes,
            "statutory": found.statutory,
            "page_terms": PageTerms(),
            "reading": process_reading(request.access, found),
            "may_start": request.access.can_anywhere(Permission.PROCESS_OPEN)
            and any(words_of(line.step.timing) for line in page.lines),
            "may_edit": request.access.can(Permission.HANDBOOK_EDIT),
            "before": before,
            "after": after,
        },
    )
