"""One page of a draft that is written on: shown, saved as somebody goes, and given back when it could not be saved.

    def edit_chapter(request, pk, code):
        return write(request, pk, f"chapters/{code}", ChapterForm, lambda: sheet_of(request.access, pk, code))

The template extends handbook/edit/base.html. The same address takes the Save button and, with the header X-Save,
what static/portal/writing.js sends while somebody writes; that is answered with a line for the page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from adapters import clock
from handbook import actions
from handbook.forms.writing import Rich, RichWidget, SentHtml
from handbook.models import Edition
from handbook.queries.writing import Row, kept_writing, present, values_of
from people.access import PortalRequest
from people.roles import Permission
from writing.forms import WritingForm, as_data, as_sent
from writing.marks import Saved

# How the page that a save came from says what it wants: a line for the page, not a page.
AS_YOU_GO = "as-you-go"
CONFLICT, INVALID, GONE = 409, 422, 410
LONGEST_PLACE = (
    120  # as handbook.models.Writing has it; there is no place of a longer name, and there was none
)
WHY_GONE = {
    "removed": "Somebody took it out of the draft while you were writing.",
    "published": "The draft was published while you were writing, and a published edition never changes.",
    "discarded": "The draft was thrown away while you were writing.",
}


@dataclass(frozen=True)
class Sheet:
    """`place` is that of handbook.models.Writing; `settle` sets a form's choices; `context` is for the template."""

    edition: Edition
    row: Row
    form: type[WritingForm]
    template: str
    settle: Callable[[WritingForm], object] = bool  # leaves it as it is
    context: Mapping[str, Any] = field(default_factory=dict)

    def blank(self, data: Any = None) -> WritingForm:  # noqa: ANN401 -- a QueryDict or nothing
        form = self.form(values_of(self.row, self.form.names()), data)
        self.settle(form)
        return form


def write(
    request: PortalRequest, pk: int, place: str, form: type[WritingForm], opened: Callable[[], Sheet]
) -> HttpResponse:
    """`opened` goes through a door: it raises Http404 when there is no such thing in a draft."""
    request.access.require(Permission.HANDBOOK_EDIT)
    try:
        sheet = opened()
    except Http404:
        if request.method != "POST" or "start" not in request.POST or len(place) > LONGEST_PLACE:
            raise
        why = actions.keep_unsaved(
            edition_id=pk, place=place, sent=as_sent(request.POST), by=request.user, now=clock.now()
        )
        return _gone(request, why, form)
    if request.method != "POST":
        return _open(request, place, sheet)
    if "throw_away" in request.POST:
        actions.throw_away_writing(edition=sheet.edition, place=place, by=request.user)
        messages.success(request, "What was not saved is thrown away. The page is as it was saved.")
        return redirect(request.path)
    return _save(request, place, sheet)


def _open(request: PortalRequest, place: str, sheet: Sheet) -> HttpResponse:
    kept = kept_writing(sheet.edition, place, request.user)
    if kept is None or "kept" not in request.GET:
        return _page(request, place, sheet, sheet.blank(), {"kept": kept})
    form = sheet.blank(as_data(kept.data or {}))
    form.full_clean()
    return _page(request, place, sheet, form, {"is_kept": True})


def _save(request: PortalRequest, place: str, sheet: Sheet) -> HttpResponse:
    now, form = clock.now(), sheet.blank(request.POST)
    is_valid = form.is_valid()
    if not form.start:
        form.add_error(None, "Your browser sent only a part of this page. Reload it and try again.")
        return _page(request, place, sheet, form, status=INVALID)
    sent = as_sent(request.POST)
    saved = actions.save_writing(
        edition_id=sheet.edition.pk,
        place=place,
        row=sheet.row,
        names=form.names(),
        changes=form.changes(leaving=request.POST.getlist("theirs")),
        unsaved=None if is_valid else sent,
        sent=sent,
        by=request.user,
        now=now,
    )
    if saved.gone:
        return _gone(request, saved.gone, type(form))
    as_you_go = request.headers.get("X-Save") == AS_YOU_GO
    form.take(saved, chosen=not as_you_go)
    status = CONFLICT if saved.conflicts else 200 if is_valid else INVALID
    if as_you_go:
        return render(
            request, "handbook/edit/_state.html", _said(request, place, sheet, form, now), status=status
        )
    if status != 200:
        return _page(request, place, sheet, form, status=status)
    messages.success(request, _what_was_saved(saved, now))
    return redirect(request.path)


def _what_was_saved(saved: Saved, now: datetime) -> str:
    return f"Saved at {timezone.localtime(now):%H:%M}." if saved.written else "Everything was saved already."


def _said(
    request: PortalRequest, place: str, sheet: Sheet, form: WritingForm, now: datetime
) -> dict[str, Any]:
    return {
        "form": form,
        "saved_at": now,
        "conflicts": tuple(form.conflicts.values()),
        "present": present(sheet.edition, place, request.user, now),
        "still_to_write": form.still_to_write(),
    }


def _page(
    request: PortalRequest,
    place: str,
    sheet: Sheet,
    form: WritingForm,
    more: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    has_rich = any(isinstance(one, Rich) for one in form.fields.values())
    context = {
        "draft": sheet.edition,
        "row": sheet.row,
        "form": form,
        "place": place,
        "conflicts": tuple(form.conflicts.values()),
        "present": present(sheet.edition, place, request.user, clock.now()),
        "still_to_write": form.still_to_write(),
        "editor_media": RichWidget.editor_media() if has_rich else None,
        **sheet.context,
        **(more or {}),
    }
    return render(request, sheet.template, context, status=status)


def _gone(request: PortalRequest, why: str, form: type[WritingForm]) -> HttpResponse:
    """What they wrote, to be copied: there is no place left for it."""
    context = {"why": WHY_GONE[why], "is_kept": why != "discarded", "texts": _texts(request, form)}
    name = "_gone" if request.headers.get("X-Save") == AS_YOU_GO else "gone"
    return render(request, f"handbook/edit/{name}.html", context, status=GONE)


def _texts(request: PortalRequest, form: type[WritingForm]) -> list[tuple[str, str]]:
    found = []
    for name, one in form.base_fields.items():
        value = one.widget.value_from_datadict(request.POST, request.FILES, name)
        text = _as_text(value)
        if text.strip():
            found.append((str(one.label or name), text))
    return found


def _as_text(value: Any) -> str:  # noqa: ANN401 -- whatever a widget gives
    if isinstance(value, SentHtml):
        return RichWidget.markdown_of(value)
    if isinstance(value, list):
        return "\n".join(filter(None, map(_as_text, value)))
    if isinstance(value, dict):
        return ", ".join(_as_text(cell) for key, cell in value.items() if key != "place" and cell)
    return "" if value in (None, False) else str(value)
