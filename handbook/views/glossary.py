"""The words of the handbook, explained on one page; and writing them in a draft."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from handbook.access import edition_for, get_draft_for
from handbook.forms.glossary import GlossaryForm
from handbook.queries import glossary_of
from handbook.views.writing import Sheet, write
from people.access import PortalRequest


@require_safe
def glossary(request: PortalRequest) -> HttpResponse:
    edition = edition_for(request.access)
    if edition is None:
        return render(request, "handbook/none.html")
    return render(request, "handbook/glossary.html", {"edition": edition, "terms": glossary_of(edition)})


@require_http_methods(["GET", "POST"])
def edit_glossary(request: PortalRequest, pk: int) -> HttpResponse:
    def opened() -> Sheet:
        draft = get_draft_for(request.access, pk)
        return Sheet(draft, draft, GlossaryForm, "handbook/edit/glossary.html")

    return write(request, pk, "glossary", GlossaryForm, opened)
