"""Saving the ratings of a review, as somebody writes or when they press the button."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from adapters import clock
from people.access import PortalRequest
from plans.access import get_review_for, rights_of
from plans.actions.reviews import CLOSED, NOT_BEGUN, READ_ONLY, save_ratings
from plans.forms.rating import RatingsForm
from plans.models import Review
from plans.queries.presence import present
from plans.queries.reviewing import missing_ratings, rows_of, stored_ratings
from plans.queries.standing import why_read_only
from plans.views.reviews import review_page
from writing.marks import Saved

INVALID, CONFLICT, GONE = 422, 409, 410
AS_YOU_GO = "as-you-go"


@require_POST
def rate(request: PortalRequest, pk: int, period: str) -> HttpResponse:
    found = get_review_for(request.access, pk, period)
    rights = rights_of(request.access, found.plan)
    titles = dict(found.plan.priorities.order_by("position", "pk").values_list("pk", "title"))
    own = tuple(one for one in titles if rights.whole or one in rights.priorities)
    if not own:
        raise PermissionDenied
    now = clock.now()
    form = RatingsForm(stored_ratings(rows_of(found), own), own, request.POST, titles)
    is_valid = form.is_valid()
    leaving = request.POST.getlist("theirs")
    saved = save_ratings(
        review=found, priorities=own, changes=form.changes(leaving=leaving), by=request.user, now=now
    )
    as_you_go = request.headers.get("X-Save") == AS_YOU_GO
    if saved.gone:
        return _gone(request, found, form, saved, as_you_go=as_you_go)
    form.take(saved, chosen=not as_you_go)
    status = CONFLICT if saved.conflicts else 200 if is_valid else INVALID
    if as_you_go:
        context = {
            "form": form, "saved_at": now, "conflicts": saved.conflicts,
            "missing": tuple(missing_ratings(found, titles).values()),
            "present": present(found.plan, request.user, now),
        }  # fmt: skip
        return render(request, "plans/review_state.html", context, status=status)
    if status != 200:
        return review_page(request, found, form=form, status=status)
    messages.success(request, _what_was_saved(saved, now))
    return redirect("plans:review", pk, period)


def _what_was_saved(saved: Saved, now: datetime) -> str:
    return f"Saved at {timezone.localtime(now):%H:%M}." if saved.written else "Everything was saved already."


def _gone(
    request: PortalRequest, found: Review, form: RatingsForm, saved: Saved, *, as_you_go: bool
) -> HttpResponse:
    """What they wrote, valid or not, to be copied: it can no longer be saved here."""
    texts = [
        (f"{field.label}", text)
        for name, field in form.fields.items()
        if name.endswith(("_why", "evidence", "next_steps"))
        if (text := str(request.POST.get(name, ""))).strip()
    ]
    why = {
        CLOSED: "The review was closed meanwhile, so it can be read and not changed.",
        NOT_BEGUN: "The review has not been started, or the plan is being amended.",
        READ_ONLY: why_read_only(found.plan, request.access.today),
    }[saved.gone]
    context = {"review": found, "why": why, "texts": texts, "form": form}
    name = "plans/review_gone_state.html" if as_you_go else "plans/review_gone.html"
    return render(request, name, context, status=GONE)
