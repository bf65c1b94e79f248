"""One part of a plan that is written on: shown, saved as somebody goes, and given back when it could not be saved.

The same address takes the Save button and, with the header X-Save, what static/portal/writing.js sends while somebody
writes; that is answered with a line for the page.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from adapters import clock
from people.access import PortalRequest
from plans.access import plan_of
from plans.actions.writing import save_part
from plans.models import Plan
from plans.queries.presence import kind_of, present
from plans.queries.standing import is_open, why_closed
from plans.queries.writing import Written, values_of
from writing.forms import WritingForm
from writing.marks import Saved, mark_of

AS_YOU_GO = "as-you-go"
CONFLICT, INVALID, GONE = 409, 422, 410
_LINE = re.compile(r"(?:criterion|milestone|monitoring)-[0-9]{1,18}-[a-z_]+")
GONE_WORDS = {"removed": "Somebody took it out of the plan while you were writing."}


@dataclass(frozen=True)
class Sheet:
    """`form` makes the form of the part from its values and what was sent; `context` is for the template."""

    part: Written
    form: Callable[[Mapping[str, Any], QueryDict | None], WritingForm]
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


def write(
    request: PortalRequest, sheet: Sheet, then: Callable[[], HttpResponse] | None = None
) -> HttpResponse:
    """`then` is what was asked for beside saving, done once everything is saved: its answer is the answer."""
    plan = plan_of(sheet.part)
    if not is_open(plan):
        return _closed(request, sheet, why_closed(plan))
    stored = values_of(sheet.part)
    if request.method != "POST":
        return _page(request, sheet, sheet.form(stored, None))
    form = sheet.form(stored, request.POST)
    if not form.start:
        form.full_clean()
        form.add_error(None, "Your browser sent only a part of this page. Reload it and try again.")
        return _page(request, sheet, form, status=INVALID)
    return _save(request, sheet, form, then)


def _save(
    request: PortalRequest, sheet: Sheet, form: WritingForm, then: Callable[[], HttpResponse] | None
) -> HttpResponse:
    is_valid = form.is_valid()
    lost = _lost_lines(form, request.POST)
    changes = form.changes(leaving=request.POST.getlist("theirs"))
    saved = save_part(part=sheet.part, changes=changes, by=request.user, now=clock.now())
    if saved.gone:
        plan = Plan.objects.select_related("year").get(pk=plan_of(sheet.part).pk)
        return _closed(request, sheet, GONE_WORDS.get(saved.gone) or why_closed(plan))
    as_you_go = request.headers.get("X-Save") == AS_YOU_GO
    form.take(saved, chosen=not as_you_go)
    status = CONFLICT if saved.conflicts or lost else 200 if is_valid else INVALID
    if as_you_go:
        return render(request, "plans/write_state.html", _said(request, sheet, form, lost), status=status)
    if status in (CONFLICT, INVALID):
        return _page(request, sheet, form, {"lost": lost}, status=status)
    return then() if then is not None else _saved(request, saved)


def _saved(request: PortalRequest, saved: Saved) -> HttpResponse:
    words = (
        f"Saved at {timezone.localtime(clock.now()):%H:%M}."
        if saved.written
        else "Everything was saved already."
    )
    messages.success(request, words)
    return redirect(request.path)


def _said(
    request: PortalRequest, sheet: Sheet, form: WritingForm, lost: list[tuple[str, str]]
) -> dict[str, Any]:
    now = clock.now()
    return {
        "form": form,
        "lost": lost,
        "saved_at": now,
        "present": present(plan_of(sheet.part), request.user, now),
        "conflicts": tuple(form.conflicts.values()),
        "still_to_write": form.still_to_write(),
    }


def _page(
    request: PortalRequest,
    sheet: Sheet,
    form: WritingForm,
    more: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    plan = plan_of(sheet.part)
    context = {
        "plan": plan,
        "part": sheet.part,
        "here": reverse("plans:here", args=[kind_of(sheet.part), sheet.part.pk]),
        **_said(request, sheet, form, []),
        **sheet.context,
        **(more or {}),
    }
    return render(request, sheet.template, context, status=status)


def _lost_lines(form: WritingForm, data: QueryDict) -> list[tuple[str, str]]:
    """What was written in a line that somebody took out meanwhile: it is shown, to be put elsewhere."""
    return [
        (name, text)
        for name in data
        if _LINE.fullmatch(name) and name not in form.fields and name in form.start
        if (text := str(data[name]).strip()) and mark_of(text) != form.start[name]
        if not text.isdecimal()  # whom or what was chosen is not writing
    ]


def _closed(request: PortalRequest, sheet: Sheet, why: str) -> HttpResponse:
    """What they wrote, to be copied: it cannot be saved any more."""
    plan = plan_of(sheet.part)
    if request.method != "POST":
        messages.info(request, why)
        return redirect(plan.get_absolute_url())
    texts = [
        (name.rpartition("-")[2].replace("_", " "), text)
        for name in request.POST
        if name not in ("csrfmiddlewaretoken", "start", "theirs")
        if (text := str(request.POST[name])).strip() and not text.isdecimal()
    ]
    name = "write_gone_state" if request.headers.get("X-Save") == AS_YOU_GO else "write_gone"
    return render(request, f"plans/{name}.html", {"plan": plan, "why": why, "texts": texts}, status=GONE)
