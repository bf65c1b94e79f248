"""The page of a term's review, and its steps: started, closed, skipped, opened again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from plans.access import get_plan_for, get_review_for, may, reads_drafts, rights_of
from plans.actions import reviews as actions
from plans.forms.rating import CloseForm, RatingsForm, SkipForm
from plans.models import Plan, Review
from plans.queries.presence import present
from plans.queries.reviewing import (
    Part,
    earlier_open,
    missing_ratings,
    parts_of,
    reviews_of,
    rows_of,
    said_at,
    stored_ratings,
    term_of,
)
from plans.queries.said import TERMS
from plans.queries.shown import shown_sheet
from plans.queries.standing import why_read_only
from schedule.actions import Refused
from schedule.queries.times import school_time
from schedule.words import SchoolTime
from schools.queries import the_trust
from schools.terms import Calendar

REFUSED = 422


@require_safe
def current(request: PortalRequest, pk: int) -> HttpResponse:
    """The one to write next, or the last that was closed; for those who see no drafts, the last that was closed."""
    plan = get_plan_for(request.access, pk)
    every = reviews_of(plan)
    closed = [one for one in every if one.closed_at is not None]
    waiting = [one for one in every if one.closed_at is None]
    found = waiting[:1] if waiting and reads_drafts(request.access, plan) else closed[-1:]
    if not found:
        messages.info(request, "No review is closed yet. Each can be read here as soon as it is.")
        return redirect(plan)
    return redirect("plans:review", plan.pk, found[0].period)


@require_safe
def review(request: PortalRequest, pk: int, period: str) -> HttpResponse:
    return review_page(request, get_review_for(request.access, pk, period))


@require_POST
def start(request: PortalRequest, pk: int, period: str) -> HttpResponse:
    found = get_review_for(request.access, pk, period, Permission.PLAN_WRITE)
    try:
        actions.start_review(review=found, by=request.user, now=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _back(found)


@require_POST
def close(request: PortalRequest, pk: int, period: str) -> HttpResponse:
    found = get_review_for(request.access, pk, period, Permission.PLAN_WRITE)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return review_page(request, found, close_form=form, status=REFUSED)
    try:
        actions.close_review(
            review=found, summary=form.cleaned_data["summary"].strip(), by=request.user, now=clock.now(),
            today=clock.today(),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return review_page(request, found, close_form=form, status=REFUSED)
    _say(
        request,
        found,
        f"The {term_of(found).lower()} review is closed. Governors and trustees can read it now.",
    )
    return _back(found)


@require_POST
def skip(request: PortalRequest, pk: int, period: str) -> HttpResponse:
    found = get_review_for(request.access, pk, period, Permission.PLAN_WRITE)
    form = SkipForm(request.POST)
    if not form.is_valid():
        return review_page(request, found, skip_form=form, status=REFUSED)
    try:
        actions.skip_review(
            review=found, reason=form.cleaned_data["reason"].strip(), by=request.user, now=clock.now(),
            today=clock.today(),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return review_page(request, found, skip_form=form, status=REFUSED)
    _say(request, found, f"The {term_of(found).lower()} review is skipped, with your reason.")
    return _back(found)


@require_POST
def reopen(request: PortalRequest, pk: int, period: str) -> HttpResponse:
    found = get_review_for(request.access, pk, period, Permission.PLAN_WRITE)
    try:
        actions.reopen_review(review=found, by=request.user, now=clock.now(), today=clock.today())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The {term_of(found).lower()} review is open again, as it was.")
    return _back(found)


def rateable(request: PortalRequest, found: Review) -> tuple[int, ...]:
    """The priorities that the person may rate now: all of them, or those they lead or support."""
    if found.closed_at is not None or found.plan.state != Plan.State.IN_REVIEW:
        return ()
    if why_read_only(found.plan, request.access.today):
        return ()
    if earlier_open(found) is not None:
        return ()
    rights = rights_of(request.access, found.plan)
    every = found.plan.priorities.order_by("position", "pk").values_list("pk", flat=True)
    return tuple(one for one in every if rights.whole or one in rights.priorities)


def review_page(
    request: PortalRequest,
    found: Review,
    *,
    form: RatingsForm | None = None,
    close_form: forms.Form | None = None,
    skip_form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    plan, today = found.plan, clock.today()
    request.trust = trust = the_trust()
    time = school_time(trust, plan.school, today, days=[date(plan.year.start_year, 10, 1)])
    calendar = next((one for one in time.calendars if one.start_year == plan.year.start_year), None)
    sheet = shown_sheet(
        plan,
        calendar or Calendar(plan.year.start_year, ()),
        drafts=reads_drafts(request.access, plan),
    )
    parts = parts_of(sheet, found, today) if sheet else ()
    own = rateable(request, found)
    if form is None and own:
        form = RatingsForm(stored_ratings(rows_of(found), own), own, titles=_titles(parts))
    writes = may(request.access, plan, Permission.PLAN_WRITE)
    is_open = found.closed_at is None
    missing = missing_ratings(found, _titles(parts)) if is_open else {}
    context: dict[str, Any] = {
        **_due(found, time, today),
        "plan": plan,
        "review": found,
        "term": term_of(found),
        "terms": [(one, TERMS[one.period]) for one in reviews_of(plan)],
        "parts": [
            (part, part.pk in own, after) for part, after in zip(parts, (*parts[1:], None), strict=True)
        ],
        "opened": _opened(form, own, missing, [part.pk for part in parts]),
        "said": said_at(found),
        "form": form,
        "present": present(plan, request.user, clock.now()) if form else (),
        "conflicts": tuple(form.conflicts.values()) if form else (),
        "missing": tuple(missing.values()),
        "place": time.place(today),
        "before": earlier_open(found) if is_open else None,
        "writes": writes,
        "may_start": writes and is_open and plan.state == Plan.State.AGREED,
        "may_reopen": writes and actions.may_reopen(found, plan, request.user, clock.now()),
        "close_form": close_form or CloseForm(initial={"summary": found.summary}),
        "skip_form": skip_form or SkipForm(),
    }
    return render(request, "plans/review.html", context, status=status)


def _titles(parts: Iterable[Part]) -> dict[int, str]:
    return {part.pk: part.title for part in parts}


def _due(found: Review, time: SchoolTime, today: date) -> dict[str, Any]:
    due = found.event.due_date if found.event else None
    is_late = due is not None and found.closed_at is None and due < today
    return {
        "due": due,
        "place_of_due": time.place(due) if due else "",
        "late": time.late_by(today, due) if due and is_late else "",
    }


def _opened(
    form: RatingsForm | None, own: Sequence[int], missing: Mapping[int, str], every: Sequence[int]
) -> set[int]:
    """What stands unfolded: where something is wrong; else the first that is still to rate. To read, a single one."""
    if form is None:
        return set(every) if len(every) == 1 else set()
    wrong = {int(name.partition("-")[0]) for name in (*form.errors, *form.conflicts) if name[:1].isdigit()}
    return wrong or set([pk for pk in own if pk in missing][:1] or own[:1])


def _back(found: Review) -> HttpResponseRedirect:
    return redirect("plans:review", found.plan_id, found.period)


def _say(request: PortalRequest, found: Review, words: str) -> None:
    """The message carries the way back."""
    button = format_html(
        '{} <form class="inline" method="post" action="{}">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<button type="submit" class="btn plain">Undo</button></form>',
        words,
        reverse("plans:reopen_review", args=[found.plan_id, found.period]),
        get_token(request),
    )
    messages.success(request, button)
