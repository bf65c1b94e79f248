"""The reading pages. The page of one process, with its steps in your school's dates, is schedule's."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handbook import queries
from handbook.access import edition_for, get_chapter_for, get_document_for, get_process_for
from handbook.models import Process
from people import roles
from people.access import Access, PortalRequest
from people.roles import Permission

ME = "me"


@require_safe
def contents(request: PortalRequest) -> HttpResponse:
    edition = edition_for(request.access)
    if edition is None:
        return render(request, "handbook/none.html")
    chapters = queries.contents(edition)
    role, phase = request.GET.get("role", ""), request.GET.get("phase", "")
    asked = _asked(request.access, role)
    shown = tuple(queries.narrowed(chapters, asked, phase if phase in Process.Phase.values else None))
    return render(
        request,
        "handbook/contents.html",
        {
            "edition": edition,
            "chapters": shown,
            "shown": sum(len(group.entries) for group in shown),
            "total": sum(len(group.entries) for group in chapters),
            "role": role if asked is not None else "",
            "phase": phase if phase in Process.Phase.values else "",
            "unknown": [
                word
                for word, ok in ((role, asked is not None), (phase, phase in Process.Phase.values))
                if word and not ok
            ],
            "roles": _named_roles(chapters),
            "phases": Process.Phase.choices,
            "standings": queries.standings(request.access, edition),
            "may_edit": request.access.can(Permission.HANDBOOK_EDIT),
        },
    )


def _asked(access: Access, role: str) -> frozenset[str] | None:
    if role == ME:
        return queries.codes_held(access.holdings)
    return queries.codes_of(role) if roles.is_known(role) else None


def _named_roles(chapters: tuple[queries.ChapterEntries, ...]) -> list[tuple[str, str]]:
    """Whoever the handbook asks something of, and the roles that answer for them."""
    codes = {code for group in chapters for entry in group.entries for code in entry.asked}
    codes |= {roles.answers_for(code) for code in codes}
    return sorted(((code, roles.title_of(code)) for code in codes), key=lambda named: named[1].lower())


@require_safe
def chapter(request: PortalRequest, code: str) -> HttpResponse:
    found = get_chapter_for(request.access, code)
    chapters = queries.contents(found.edition)
    here = next(place for place, group in enumerate(chapters) if group.chapter == found)
    return render(
        request,
        "handbook/chapter.html",
        {
            "group": chapters[here],
            "standings": queries.standings(request.access, found.edition),
            "before": chapters[here - 1].chapter if here else None,
            "after": chapters[here + 1].chapter if here + 1 < len(chapters) else None,
        },
    )


@require_safe
def document(request: PortalRequest, slug: str, code: str) -> HttpResponse:
    found = get_document_for(request.access, slug, code)
    steps = found.steps.order_by("process__position", "position").select_related("process")
    return render(
        request,
        "handbook/document.html",
        {
            "document": found,
            "process": found.process,
            "steps": steps,
            "may_fill": request.access.can_anywhere(Permission.DOCUMENT_ATTACH),
            "may_edit": request.access.can(Permission.HANDBOOK_EDIT),
            "page_terms": queries.PageTerms(),
        },
    )


@require_safe
def study(request: PortalRequest, slug: str) -> HttpResponse:
    process = get_process_for(request.access, slug)
    return render(
        request,
        "handbook/study.html",
        {
            "process": process,
            "minutes": queries.reading_minutes(process),
            "page_terms": queries.PageTerms(),
        },
    )
