"""Before a draft is published: what changes in words and in dates, and the button."""

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from adapters import clock
from handbook.access import get_draft_for
from handbook.actions import check_draft
from handbook.models import Edition
from people.access import PortalRequest
from people.roles import Permission
from schedule.actions import NotAsShown, Refused, publish_edition
from schedule.forms import PublishForm
from schedule.queries.before_publishing import before_publishing

REFUSED, CHANGED = 422, 409


@require_http_methods(["GET", "POST"])
def publish(request: PortalRequest, pk: int) -> HttpResponse:
    draft = get_draft_for(request.access, pk)
    request.access.require(Permission.YEAR_BUILD)
    if request.method != "POST":
        return _page(request, draft, PublishForm())
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _page(request, draft, form, status=REFUSED)
    try:
        edition = publish_edition(
            edition=draft, reason=form.cleaned_data["reason"], by=request.user, now=clock.now(),
            today=clock.today(), shown=form.cleaned_data["shown"],
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
        changed = isinstance(refusal, NotAsShown)
        return _page(request, draft, form, status=CHANGED if changed else REFUSED, ask_again=True)
    messages.success(request, f"Edition {edition.number} is in force, and every school’s dates follow it.")
    return redirect("schedule:edition", edition.number)


def _page(
    request: PortalRequest, draft: Edition, form: PublishForm, *, status: int = 200, ask_again: bool = False
) -> HttpResponse:
    """`ask_again`: what was typed stays, and what is shown has to be looked at once more."""
    urn = request.GET.get("school", "")
    page = before_publishing(
        draft=draft,
        checked=check_draft(draft),
        now=clock.now(),
        today=clock.today(),
        urn=int(urn) if re.fullmatch(r"[0-9]{1,9}", urn) else None,
        reader=request.user.pk,
    )
    shown = page.diff.fingerprint if page.diff else ""
    if form.is_bound:
        data = request.POST.copy()
        data["shown"] = shown
        if ask_again:
            data.pop("sure", None)
        form.data = data
    form.initial["shown"] = shown
    return render(
        request,
        "schedule/publish.html",
        {"page": page, "draft": draft, "form": form.set_up(draft.pk), "school": urn},
        status=status,
    )
