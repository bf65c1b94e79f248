"""Answering when another day is asked for. Each answer is a POST of its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from adapters import clock
from people.access import PortalRequest
from schedule import actions
from schedule.access import get_proposal_for, side_of
from schedule.actions import Refused
from schedule.forms_moving import MoveForm
from schedule.views.moving import look_first, refused, say_moved
from schools.terms import say_day

MOST_LETTERS = 500


@require_POST
def agree(request: PortalRequest, pk: int, proposal: int) -> HttpResponse:
    asked = get_proposal_for(request.access, pk, proposal)
    try:
        move = actions.agree_to(proposal=asked, by=request.user, now=clock.now(), today=clock.today())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        words = f"“{asked.event.title}” is on {say_day(asked.to_date)}, as both sides agreed."
        if move:
            say_moved(request, asked.event, move.pk, words)
        else:
            messages.success(request, words)
    return redirect(asked.event)


@require_POST
def counter(request: PortalRequest, pk: int, proposal: int) -> HttpResponse:
    """Comes from the page of moving, which shows what the other day means."""
    asked = get_proposal_for(request.access, pk, proposal)
    event, side = asked.event, side_of(request.access, asked.event)
    form = MoveForm(request.POST)
    if stopped := look_first(request, event, side, form):
        return stopped
    try:
        actions.suggest_another(
            proposal=asked, reason=form.cleaned_data["reason"], closed_ok=form.cleaned_data["closed_ok"],
            by=request.user, now=clock.now(), today=clock.today(), **form.when,
        )  # fmt: skip
    except Refused as refusal:
        return refused(request, event, side, form, refusal)
    messages.success(request, f"You suggested another day to {asked.made_by.name}.")
    return redirect(event)


@require_POST
def decline(request: PortalRequest, pk: int, proposal: int) -> HttpResponse:
    asked = get_proposal_for(request.access, pk, proposal)
    try:
        actions.decline(
            proposal=asked, answer=_words(request), by=request.user, now=clock.now(), today=clock.today()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"“{asked.event.title}” stays on its day. {asked.made_by.name} reads your reason."
        )
    return redirect(asked.event)


@require_POST
def withdraw(request: PortalRequest, pk: int, proposal: int) -> HttpResponse:
    asked = get_proposal_for(request.access, pk, proposal, answers=False)
    try:
        actions.withdraw(
            proposal=asked, answer=_words(request), by=request.user, now=clock.now(), today=clock.today()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"You no longer ask for another day for “{asked.event.title}”.")
    return redirect(asked.event)


def _words(request: PortalRequest) -> str:
    return request.POST.get("answer", "").replace("\x00", "")[:MOST_LETTERS]
