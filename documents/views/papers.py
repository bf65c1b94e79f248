"""Filling in a document for a school and event. Every change is a POST with an address of its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from adapters import clock
from documents.forms import Sent, Shown, base_text, controls, fixed, read, with_last
from documents.queries.facts import Facts, facts_of, prefilled
from handbook.models import Document
from people.access import PortalRequest
from people.roles import Permission
from schedule.access import get_document_for_event, may
from schedule.actions import (
    ChangedMeanwhile,
    Refused,
    WrittenElsewhere,
    save_paper,
    start_paper,
    submit_paper,
)
from schedule.actions.answers import Answers, put, spread
from schedule.actions.papers import Saved, Written
from schedule.models import Event, Paper
from schedule.queries import why_read_only
from schedule.queries.owners import owner_of
from schedule.queries.papers import last_time, papers_of

REFUSED = 422  # the form came back with what is wrong with it
BOTH_WROTE = 409


@dataclass(frozen=True)
class Place:
    """What every page of one paper needs."""

    event: Event
    document: Document
    facts: Facts
    papers: list[Paper]  # the newest first

    @property
    def writing(self) -> Paper | None:
        return next((one for one in self.papers if one.submitted_at is None), None)

    @property
    def submitted(self) -> Paper | None:
        return next((one for one in self.papers if one.submitted_at), None)


def _place(request: PortalRequest, pk: int, code: str) -> Place:
    event, document = get_document_for_event(request.access, pk, code)
    if document.confidential:
        return Place(event, document, facts_of(event=event, today=clock.today()), [])
    last = last_time(event, code)
    facts = facts_of(event=event, today=clock.today(), last=last, access=request.access, document=document)
    return Place(event, document, facts, papers_of(event, code))


@require_safe
def paper(request: PortalRequest, pk: int, code: str) -> HttpResponse:
    place = _place(request, pk, code)
    owner = owner_of(place.event)
    if owner and code in owner.replaces:
        return redirect(owner.url)
    if place.document.confidential:
        return render(
            request, "documents/kept_outside.html", {"event": place.event, "document": place.document}
        )
    if place.writing is None and place.submitted is not None:
        return redirect("documents:version", pk, code, place.submitted.version)
    answers = place.writing.answers if place.writing else prefilled(place.document.fields, place.facts)
    return _page(request, place, Shown(answers, answers, more=request.GET.get("more", "")))


@require_POST
def save(request: PortalRequest, pk: int, code: str) -> HttpResponse:
    place = _place(request, pk, code)
    sent = read(place.document.fields, request.POST, place.facts)
    if request.POST.get("from") == "last" and place.facts.last:
        mine = with_last(place.document.fields, sent.mine, place.facts.last)
        sent = Sent(mine, sent.base, sent.afresh)
    try:
        saved = save_paper(
            event=place.event, document=place.document, written=_written(place, sent), by=request.user, now=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        return _refused(request, place, sent, refusal)
    if request.headers.get("HX-Request"):
        return _state_line(request, sent, saved)
    if saved.clashes or saved.faults:
        return _again(request, place, sent, saved, BOTH_WROTE if saved.clashes else REFUSED)
    return _saved(request, pk, code)


@require_POST
def submit(request: PortalRequest, pk: int, code: str) -> HttpResponse:
    place = _place(request, pk, code)
    sent = read(place.document.fields, request.POST, place.facts)
    try:
        done = submit_paper(
            event=place.event, document=place.document, written=_written(place, sent), by=request.user, now=clock.now(),
            today=clock.today(), may_complete=may(request.access, place.event, Permission.EVENT_COMPLETE),
        )  # fmt: skip
    except Refused as refusal:
        return _refused(request, place, sent, refusal)
    if done.paper is None:
        return _again(request, place, sent, done.saved, BOTH_WROTE if done.saved.clashes else REFUSED)
    messages.success(
        request, f"“{place.document.title}” is submitted as version {done.paper.version}. {done.words}"
    )
    return redirect("documents:version", pk, code, done.paper.version)


@require_POST
def start(request: PortalRequest, pk: int, code: str) -> HttpResponse:
    """Change what was submitted: the next version begins with it."""
    place = _place(request, pk, code)
    before = place.submitted.answers if place.submitted else prefilled(place.document.fields, place.facts)
    answers = {one["code"]: before.get(one["code"], "") for one in place.document.fields}
    try:
        start_paper(
            event=place.event, document=place.document, answers=answers, by=request.user, now=clock.now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("documents:paper", pk, code)


def _written(place: Place, sent: Sent) -> Written:
    return Written(sent.mine, sent.base, fixed(place.document.fields, place.facts), sent.afresh)


def _saved(request: PortalRequest, pk: int, code: str) -> HttpResponse:
    response = redirect("documents:paper", pk, code)
    more = request.POST.get("more", "")
    if more:
        response["Location"] += f"?more={more}#f-{more}" if more.isidentifier() else ""
    else:
        messages.success(request, "Saved. Nothing is submitted yet: go on whenever you like.")
    return response


def _again(request: PortalRequest, place: Place, sent: Sent, saved: Saved, status: int) -> HttpResponse:
    """What the person wrote stands in the controls also where it was not kept."""
    stored = saved.paper.answers
    mine = spread(sent.mine)
    lost = {code: sent.mine[code] for code in saved.faults if code in sent.mine}
    answers = put(stored | lost, {spot: mine[spot] for spot in saved.clashes})
    now = Place(place.event, place.document, place.facts, papers_of(place.event, place.document.code))
    return _page(request, now, Shown(answers, stored, saved.clashes, saved.faults, other=saved.other), status)


def _refused(request: PortalRequest, place: Place, sent: Sent, refusal: Refused) -> HttpResponse:
    meanwhile = isinstance(refusal, ChangedMeanwhile)
    if request.headers.get("HX-Request"):
        return render(request, "documents/_state.html", {"refused": str(refusal), "meanwhile": meanwhile})
    if place.document.confidential or isinstance(refusal, WrittenElsewhere):
        messages.error(request, str(refusal))
        return redirect("documents:paper", place.event.pk, place.document.code)
    if not meanwhile:  # the page itself says that nothing changes here any more
        return _page(request, place, Shown(sent.mine, sent.base), REFUSED)
    return _page(request, place, Shown(sent.mine, sent.mine, afresh=True), BOTH_WROTE)


def _state_line(request: PortalRequest, sent: Sent, saved: Saved) -> HttpResponse:
    """After each pause in typing. What was kept is from now on what stood there."""
    heard: Answers = {code: value for code, value in sent.mine.items() if code not in saved.faults}
    before = spread(sent.base)
    heard = put(sent.base | heard, {spot: before.get(spot, "") for spot in saved.clashes})
    labels = {one["code"]: one["label"] for one in saved.paper.layout["fields"]}
    return render(
        request,
        "documents/_state.html",
        {
            "saved_at": timezone.localtime(clock.now()),
            "base": base_text(heard),
            "clashes": [labels.get(code, code) for code in dict.fromkeys(spot[0] for spot in saved.clashes)],
            "faults": [f"{labels.get(code, code)}: {why}" for code, why in saved.faults.items()],
            "other": saved.other,
        },
    )


def _page(request: PortalRequest, place: Place, shown: Shown, status: int = 200) -> HttpResponse:
    document, writing, last = place.document, place.writing, place.facts.last
    found = controls(document.fields, shown, place.facts, last)
    return render(
        request,
        "documents/paper.html",
        {
            "event": place.event,
            "document": document,
            "controls": [one for one in found if not one.fact],
            "known": [one for one in found if one.fact],
            "wrong": [one for one in found if one.error],
            "shown": shown,
            "base": base_text(shown.base),
            "writing": writing,
            "other": shown.other,
            "last": last,
            "submitted": place.submitted,
            "history_of": why_read_only(place.event, clock.today()),
            "may_complete": may(request.access, place.event, Permission.EVENT_COMPLETE),
        },
        status=status,
    )
