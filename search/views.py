"""One page of results, and the suggestions below the field while somebody types."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.access import PortalRequest
from search import queries
from search.access import require_a_role
from search.words import MOST_CHARACTERS, MOST_WORDS, asked


@require_safe
def search(request: PortalRequest) -> HttpResponse:
    require_a_role(request.access)
    words = asked(request.GET.get("q", ""))
    kind = request.GET.get("kind", "")
    found = None
    if words.words:
        found = queries.find(request.access, words, kind=kind, page=request.GET.get("page", "1"))
    return render(
        request,
        "search/search.html",
        {
            "asked": words,
            "found": found,
            "kind": kind if kind in queries.KINDS else "",
            "unknown_kind": kind if kind and kind not in queries.KINDS else "",
            "most_characters": MOST_CHARACTERS,
            "most_words": MOST_WORDS,
        },
    )


@require_safe
def suggest(request: PortalRequest) -> HttpResponse:
    require_a_role(request.access)
    words = asked(request.GET.get("q", ""))
    results, total = queries.suggest(request.access, words)
    return render(request, "search/suggest.html", {"asked": words, "results": results, "total": total})
