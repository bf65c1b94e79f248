"""Parts of a draft: added, taken out, moved up, down and elsewhere."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from adapters import clock
from handbook import actions
from handbook.access import (
    get_draft_chapter_for,
    get_draft_document_for,
    get_draft_for,
    get_draft_process_for,
    get_draft_step_for,
)
from handbook.forms.drafts import AddChapterForm, AddDocumentForm, AddProcessForm, AddStepForm
from handbook.models import Chapter, Document, Edition, Process, Step
from handbook.queries.parts import (
    Arrangement,
    borrowed,
    read_arrangement,
    related_to,
    steps_naming,
    timings_after,
)
from handbook.views.drafts import CONFLICT, INVALID, refused_page
from people.access import PortalRequest

FORM = ["GET", "POST"]
CHANGED_MEANWHILE = (
    "Somebody else changed this list since you opened it. Nothing was changed: this is how it stands now."
)
REFUSALS = (actions.NotADraftError, actions.InUseError, actions.NoRoomError)


def _add(
    request: PortalRequest,
    form: forms.Form,
    made: Callable[[dict[str, Any]], str],
    context: dict[str, Any],
) -> HttpResponse:
    """`made` adds it and gives the address to go on at."""
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(made(form.cleaned_data))
        except REFUSALS as refused:
            return refused_page(request, str(refused))
    status = INVALID if form.errors else 200
    return render(request, "handbook/drafts/add.html", {"form": form, **context}, status=status)


def _sent(request: PortalRequest) -> Any:  # noqa: ANN401 -- a QueryDict, or None for a form that is only shown
    return request.POST if request.method == "POST" else None


@require_http_methods(FORM)
def add_chapter(request: PortalRequest, pk: int) -> HttpResponse:
    draft = get_draft_for(request.access, pk)

    def made(clean: dict[str, Any]) -> str:
        actions.add_chapter(draft=draft, title=clean["title"], by=request.user, now=clock.now())
        messages.success(request, f"“{clean['title']}” is the last chapter of the draft now.")
        return f"{reverse('handbook:draft', args=[pk])}?arrange"

    return _add(request, AddChapterForm(_sent(request)), made, {"draft": draft, "what": "chapter"})


@require_http_methods(FORM)
def add_process(request: PortalRequest, pk: int) -> HttpResponse:
    draft = get_draft_for(request.access, pk)

    def made(clean: dict[str, Any]) -> str:
        process = actions.add_process(draft=draft, by=request.user, now=clock.now(), **clean)
        messages.success(request, f"“{process.title}” is {process.code}. Write what is still missing.")
        return reverse("handbook:edit_process", args=[pk, process.code])

    form = AddProcessForm(draft, _sent(request), initial={"chapter": request.GET.get("chapter", "")})
    return _add(request, form, made, {"draft": draft, "what": "process"})


@require_http_methods(FORM)
def add_step(request: PortalRequest, pk: int, process: str) -> HttpResponse:
    row = get_draft_process_for(request.access, pk, process)

    def made(clean: dict[str, Any]) -> str:
        step = actions.add_step(process=row, by=request.user, now=clock.now(), **clean)
        messages.success(request, f"“{step.title}” is the last step now. Write how to do it well.")
        return reverse("handbook:edit_step", args=[pk, process, step.code])

    context = {"draft": row.edition, "process": row, "what": "step"}
    return _add(request, AddStepForm(row, _sent(request)), made, context)


@require_http_methods(FORM)
def add_document(request: PortalRequest, pk: int, process: str) -> HttpResponse:
    row = get_draft_process_for(request.access, pk, process)

    def made(clean: dict[str, Any]) -> str:
        document = actions.add_document(process=row, by=request.user, now=clock.now(), **clean)
        messages.success(request, f"“{document.title}” is added. Write its fields.")
        return reverse("handbook:edit_document", args=[pk, process, document.code])

    context = {"draft": row.edition, "process": row, "what": "document"}
    return _add(request, AddDocumentForm(_sent(request)), made, context)


# ------------------------------------------------------------------ taken out


def _remove(
    request: PortalRequest,
    draft: Edition,
    row: Chapter | Process | Step | Document,
    back: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Asks first, and says what refers to it. An empty POST asks again."""
    context = {"draft": draft, "row": row, "back": back, **context}
    if request.method != "POST" or "remove" not in request.POST:
        return render(request, "handbook/drafts/remove.html", context)
    try:
        actions.remove(draft=draft, row=row, by=request.user, now=clock.now())
    except actions.InUseError as refused:
        return render(
            request, "handbook/drafts/remove.html", context | {"refused": str(refused)}, status=CONFLICT
        )
    except actions.NotADraftError as refused:
        return refused_page(request, str(refused))
    messages.success(request, f"“{row.title}” is taken out of the draft. The handbook in force still has it.")
    return redirect(back)


@require_http_methods(FORM)
def remove_chapter(request: PortalRequest, pk: int, chapter: str) -> HttpResponse:
    row = get_draft_chapter_for(request.access, pk, chapter)
    context = {
        "what": "chapter",
        "holds": row.processes.order_by("position", "code").only("chapter", "code", "title"),
    }
    return _remove(request, row.edition, row, f"{reverse('handbook:draft', args=[pk])}?arrange", context)


@require_http_methods(FORM)
def remove_process(request: PortalRequest, pk: int, process: str) -> HttpResponse:
    row = get_draft_process_for(request.access, pk, process)
    context = {
        "what": "process",
        "followers": timings_after(row.edition, row.code),
        "related": related_to(row.edition, row.code),
        "borrowed": borrowed(row),
    }
    return _remove(request, row.edition, row, f"{reverse('handbook:draft', args=[pk])}?arrange", context)


@require_http_methods(FORM)
def remove_step(request: PortalRequest, pk: int, process: str, step: str) -> HttpResponse:
    row = get_draft_step_for(request.access, pk, process, step)
    draft = row.process.edition
    context = {"what": "step", "followers": timings_after(draft, process, step)}
    return _remove(request, draft, row, reverse("handbook:edit_process", args=[pk, process]), context)


@require_http_methods(FORM)
def remove_document(request: PortalRequest, pk: int, process: str, document: str) -> HttpResponse:
    row = get_draft_document_for(request.access, pk, process, document)
    context = {"what": "document", "users": steps_naming(row)}
    back = reverse("handbook:edit_process", args=[pk, process])
    return _remove(request, row.process.edition, row, back, context)


# ------------------------------------------------------------------ order


@require_POST
def order_processes(request: PortalRequest, pk: int) -> HttpResponse:
    """`start` is the order of the page; `order` a new one (by drag), or `move` a process and "up" or "down"."""
    draft = get_draft_for(request.access, pk)
    start = read_arrangement(request.POST.get("start", ""))
    code, _, way = request.POST.get("move", "").partition(" ")
    order = read_arrangement(request.POST.get("order", "")) or start
    try:
        actions.order_processes(
            draft=draft,
            start=start,
            order=_moved_across(start, code, way) if code else order,
            by=request.user,
            now=clock.now(),
        )
    except actions.OrderChangedError:
        messages.error(request, CHANGED_MEANWHILE)
    except actions.NotADraftError as refused:
        return refused_page(request, str(refused))
    else:
        messages.success(request, _stands(draft, code or request.POST.get("moved", "")))
    return redirect(f"{reverse('handbook:draft', args=[pk])}?arrange&moved={_focus('processes', code, way)}")


def _moved_across(start: Arrangement, code: str, way: str) -> Arrangement:
    """Above the first of a chapter comes the end of the chapter before."""
    lists = [(chapter, list(codes)) for chapter, codes in start]
    for number, (_, codes) in enumerate(lists):
        if code not in codes:
            continue
        place = codes.index(code)
        to = place + (1 if way == "down" else -1)
        if 0 <= to < len(codes):
            codes[place], codes[to] = codes[to], codes[place]
        elif way == "down" and number + 1 < len(lists):
            codes.remove(code)
            lists[number + 1][1].insert(0, code)
        elif way == "up" and number:
            codes.remove(code)
            lists[number - 1][1].append(code)
        break
    return tuple((chapter, tuple(codes)) for chapter, codes in lists)


def _stands(draft: Edition, code: str) -> str:
    rows = draft.processes.select_related("chapter")
    row = next((one for one in rows if one.code == code), None)  # `code` may be anything
    if row is None:
        return "The order is saved."
    codes = list(row.chapter.processes.order_by("position", "code").values_list("code", flat=True))
    return f"“{row.title}” is {codes.index(code) + 1} of {len(codes)} in “{row.chapter.title}” now."


def _focus(sort: str, code: str, way: str) -> str:
    """The button that was pressed, as templates/handbook/drafts/_arrows.html names it."""
    known = way in ("up", "down") and re.fullmatch("[A-Za-z0-9-]{1,80}", code)
    return f"order-{sort}-{code}-{way}" if known else ""


@require_POST
def order_chapters(request: PortalRequest, pk: int) -> HttpResponse:
    draft = get_draft_for(request.access, pk)
    return _order(request, draft, "chapters", f"{reverse('handbook:draft', args=[pk])}?arrange&")


@require_POST
def order_steps(request: PortalRequest, pk: int, process: str) -> HttpResponse:
    row = get_draft_process_for(request.access, pk, process)
    return _order(request, row, "steps", f"{reverse('handbook:edit_process', args=[pk, process])}?")


@require_POST
def order_documents(request: PortalRequest, pk: int, process: str) -> HttpResponse:
    row = get_draft_process_for(request.access, pk, process)
    return _order(request, row, "documents", f"{reverse('handbook:edit_process', args=[pk, process])}?")


def _order(request: PortalRequest, parent: Edition | Process, sort: str, back: str) -> HttpResponse:
    start = request.POST.get("start", "").split()
    code, _, way = request.POST.get("move", "").partition(" ")
    order = _moved(start, code, way) if code else request.POST.get("order", "").split() or start
    try:
        actions.order_parts(
            parent=parent, sort=sort, start=start, order=order, by=request.user, now=clock.now()
        )
    except actions.OrderChangedError:
        messages.error(request, CHANGED_MEANWHILE)
    except actions.NotADraftError as refused:
        return refused_page(request, str(refused))
    else:
        named = code or request.POST.get("moved", "")
        row = getattr(parent, sort).filter(code=named).first() if named in order else None
        place = f"“{row.title}” is {order.index(named) + 1} of {len(order)} {sort} now." if row else ""
        messages.success(request, place or "The order is saved.")
    if isinstance(parent, Process) and "HX-Request" in request.headers:
        context = {
            "draft": parent.edition,
            "process": parent,
            "steps": parent.steps.order_by("position"),
            "documents": parent.documents.order_by("position").defer("fields"),
            "focus": _focus(sort, code, way),
        }
        return render(request, "handbook/drafts/_moved.html", context)
    return redirect(f"{back}moved={_focus(sort, code, way)}")


def _moved(start: list[str], code: str, way: str) -> list[str]:
    order = list(start)
    if code in order:
        place = order.index(code)
        to = min(max(place + (1 if way == "down" else -1), 0), len(order) - 1)
        order[place], order[to] = order[to], order[place]
    return order
