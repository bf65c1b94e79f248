"""One part of a plan that is written on: shown, saved as somebody goes, and given back when it could not be saved.

The same address takes the Save button and, with the header X-Save, what static/portal/writing.js sends while somebody
writes; that is answered with a line for the page.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from adapters import clock
from people.access import PortalRequest
from plans.access import plan_of
from plans.actions.writing import save_part
from plans.forms.parts import CHOSEN
from plans.models import Plan
from plans.queries.presence import kind_of, present
from plans.queries.standing import is_open, why_closed
from plans.queries.writing import Written, values_of
from writing.forms import WritingForm, in_words, is_typed
from writing.marks import Saved, mark_of

AS_YOU_GO = "as-you-go"
REFUSED, CONFLICT, INVALID, GONE = 403, 409, 422, 410
_LINE = re.compile(r"(?:criterion|milestone|monitoring)-[0-9]{1,18}-[a-z_]+")
GONE_WORDS = {"removed": "Somebody took it out of the plan while you were writing."}
NOT_THERE = (
    "There is no such part in a plan you can open. Somebody may have taken it out while you were writing."
)
NOT_YOURS = "This part is not yours to write, or no longer."


@dataclass(frozen=True)
class Sheet:
    """`form` makes the form of the part from its values and what was sent; `context` is for the template."""

    part: Written
    form: Callable[[Mapping[str, Any], QueryDict | None], WritingForm]
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


def gives_back(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever sends texts to a part that is gone, or not theirs any more, gets them back: 410, or 403.

    A part of another school is answered like one that never was. Where nothing was written, the error is raised.
    """

    @wraps(view)
    def answer(request: PortalRequest, **named: int | str) -> HttpResponse:
        try:
            return view(request, **named)
        except (Http404, PermissionDenied) as error:
            if not _texts(request.POST):
                raise
            if isinstance(error, PermissionDenied):
                return given_back(request, NOT_YOURS, status=REFUSED)
            return given_back(request, NOT_THERE)

    return answer


def write(
    request: PortalRequest, sheet: Sheet, then: Callable[[], HttpResponse] | None = None
) -> HttpResponse:
    """`then` is what was asked for beside saving, done once everything is saved: its answer is the answer."""
    plan = plan_of(sheet.part)
    today = request.access.today
    if not is_open(plan, today):
        return _closed(request, sheet, why_closed(plan, today))
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
        plan = Plan.objects.select_related("year", "school").get(pk=plan_of(sheet.part).pk)
        return _closed(request, sheet, GONE_WORDS.get(saved.gone) or why_closed(plan, request.access.today))
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
        if _end(name) not in CHOSEN  # whom or what was chosen is not writing
    ]


def _closed(request: PortalRequest, sheet: Sheet, why: str) -> HttpResponse:
    """What they wrote, to be copied: it cannot be saved any more."""
    plan = plan_of(sheet.part)
    if request.method != "POST":
        messages.info(request, why)
        return redirect(plan.get_absolute_url())
    return given_back(request, why, plan)


def given_back(
    request: PortalRequest, why: str, plan: Plan | None = None, status: int = GONE, back: str = "/"
) -> HttpResponse:
    """Where it can no longer be saved. `plan` is None where the part is gone, and with it the way to its plan."""
    name = "write_gone_state" if request.headers.get("X-Save") == AS_YOU_GO else "write_gone"
    context = {"plan": plan, "why": why, "texts": _texts(request.POST), "back": back}
    return render(request, f"plans/{name}.html", context, status=status)


def _texts(data: QueryDict) -> list[tuple[str, str]]:
    """What was written, by the name of its field in words."""
    return [
        (in_words(name), text)
        for name in data
        if is_typed(name) and _end(name) not in CHOSEN
        if (text := str(data[name])).strip()
    ]


def _end(name: str) -> str:
    """Of the field of a line: "criterion-5-target" is "target"."""
    return name.rpartition("-")[2]
