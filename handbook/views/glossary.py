"""The words of the handbook, explained on one page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handbook.access import edition_for
from handbook.queries import glossary_of
from people.access import PortalRequest


@require_safe
def glossary(request: PortalRequest) -> HttpResponse:
    edition = edition_for(request.access)
    if edition is None:
        return render(request, "handbook/none.html")
    return render(request, "handbook/glossary.html", {"edition": edition, "terms": glossary_of(edition)})
