"""Drafts: the list, one draft as the desk it is written at, its title, its chapters and its documents."""

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adapters import clock
from handbook import actions
from handbook.access import (
    get_draft_chapter_for,
    get_draft_document_for,
    get_draft_for,
    get_published_for,
)
from handbook.forms.chapter import ChapterForm, EditionForm
from handbook.forms.document import DocumentForm
from handbook.forms.drafts import AmendForm
from handbook.queries import changed_frame, current_edition
from handbook.queries.drafts import desk, draft_lines, editions_to_amend
from handbook.queries.parts import arrangement_text, steps_naming
from handbook.views.writing import Sheet, write
from people.access import PortalRequest
from people.roles import Permission

CONFLICT, INVALID = 409, 422


@require_safe
def drafts(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.HANDBOOK_EDIT)
    return _list(request, None)


def _list(request: PortalRequest, form: AmendForm | None, chosen: int | None = None) -> HttpResponse:
    editions = editions_to_amend()
    in_force = editions[0] if editions else None
    context = {
        "lines": draft_lines(),
        "editions": editions,
        "in_force": in_force,
        "chosen": chosen or (in_force.pk if in_force else None),
        "form": form or AmendForm(initial={"title": in_force.title if in_force else ""}),
    }
    return render(request, "handbook/drafts/list.html", context, status=INVALID if form else 200)


@require_POST
def amend(request: PortalRequest) -> HttpResponse:
    named = request.POST.get("edition", "")
    edition = get_published_for(request.access, _number(named) if named else None)
    form = AmendForm(request.POST)
    if not form.is_valid():
        return _list(request, form, edition.pk)
    made = actions.amend(
        edition=edition,
        title=form.cleaned_data["title"],
        reason=form.cleaned_data["reason"],
        by=request.user,
        now=clock.now(),
    )
    messages.success(
        request,
        f"This draft says what edition {edition.number} says. Nobody else sees it until it is published.",
    )
    return redirect("handbook:draft", made.pk)


def _number(text: str) -> int:
    """0, which no edition has, for what is no number."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0


@require_safe
def draft(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_draft_for(request.access, pk)
    page = desk(found, clock.now(), request.user.pk)
    order = [(group.chapter.code, [line.process.code for line in group.lines]) for group in page.chapters]
    context = {
        "draft": found,
        "desk": page,
        "frame": changed_frame(page.base, found),
        "is_arranging": "arrange" in request.GET,
        "order": arrangement_text(order),
        "chapters": " ".join(code for code, _ in order),
        "moved": request.GET.get("moved", ""),
    }
    # After a move a script asks for the list alone: a whole page would bring styles that this page refuses.
    name = "_moved" if "HX-Request" in request.headers else "draft"
    return render(request, f"handbook/drafts/{name}.html", context)


@require_http_methods(["GET", "POST"])
def discard(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_draft_for(request.access, pk)
    if request.method == "POST" and "discard" in request.POST:
        try:
            actions.discard(draft=found, by=request.user, now=clock.now())
        except (actions.NotADraftError, actions.InUseError) as refused:
            return refused_page(request, str(refused))
        messages.success(request, f"“{found.title}” is discarded. The handbook in force is as it was.")
        return redirect("handbook:drafts")
    page = desk(found, clock.now(), request.user.pk)
    return render(request, "handbook/drafts/discard.html", {"draft": found, "desk": page})


def refused_page(request: PortalRequest, why: str) -> HttpResponse:
    return render(request, "handbook/drafts/refused.html", {"why": why}, status=CONFLICT)


@require_http_methods(["GET", "POST"])
def edit_edition(request: PortalRequest, pk: int) -> HttpResponse:
    def opened() -> Sheet:
        row = get_draft_for(request.access, pk)
        return Sheet(row, row, EditionForm, "handbook/drafts/edition.html")

    return write(request, pk, "edition", EditionForm, opened)


@require_http_methods(["GET", "POST"])
def edit_chapter(request: PortalRequest, pk: int, chapter: str) -> HttpResponse:
    def opened() -> Sheet:
        row = get_draft_chapter_for(request.access, pk, chapter)
        context = {"processes": row.processes.order_by("position", "code").only("chapter", "code", "title")}
        return Sheet(row.edition, row, ChapterForm, "handbook/drafts/chapter.html", context=context)

    return write(request, pk, f"chapters/{chapter}", ChapterForm, opened)


@require_http_methods(["GET", "POST"])
def edit_document(request: PortalRequest, pk: int, process: str, document: str) -> HttpResponse:
    if "preview" in request.GET and request.method == "GET":
        row = get_draft_document_for(request.access, pk, process, document)
        return render(request, "handbook/drafts/_preview.html", {"row": row})

    def opened() -> Sheet:
        row = get_draft_document_for(request.access, pk, process, document)
        context = {"steps": steps_naming(row), "in_force": current_edition()}
        edition = row.process.edition
        return Sheet(edition, row, DocumentForm, "handbook/drafts/document.html", context=context)

    return write(request, pk, f"{process}/documents/{document}", DocumentForm, opened)
