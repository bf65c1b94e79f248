"""Confirming a reading, asking for one, and what changed since somebody read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adapters import clock
from handbook import actions, queries
from handbook.access import edition_for, get_process_for, get_reading_request_for
from handbook.forms.reading import AskForm
from handbook.models import Edition, Process
from people.access import PortalRequest
from people.roles import Permission


@require_POST
def read(request: PortalRequest, slug: str) -> HttpResponse:
    process = get_process_for(request.access, slug)
    edition, school = request.POST.get("edition", ""), request.POST.get("school", "")
    try:
        actions.confirm_reading(
            process=process,
            edition_id=int(edition) if _is_number(edition) else None,
            by=request.user,
            now=clock.now(),
        )
    except actions.OtherWordsError:
        messages.error(
            request,
            "Nothing was recorded: the words changed while this page was open. Read what changed, then confirm.",
        )
    else:
        messages.success(request, f"Recorded: you have read “{process.title}”.")
    kept = f"?school={school}" if _is_number(school) else ""
    return redirect(f"{process.get_absolute_url()}{kept}")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


@require_http_methods(["GET", "POST"])
def ask_reading(request: PortalRequest, slug: str) -> HttpResponse:
    request.access.require(Permission.HANDBOOK_EDIT)
    process = get_process_for(request.access, slug)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            asked = actions.ask_for_reading(
                process=process, **form.cleaned_data, by=request.user, now=clock.now()
            )
        except actions.AskedAlreadyError:
            form.add_error(
                None, "Somebody has asked for this already. End that request first, then ask anew."
            )
        else:
            messages.success(
                request, f"Asked. “{process.title}” now stands on the first page of those you chose."
            )
            return redirect("schedule:reading_request", asked.pk)
    already = queries.open_requests().filter(process_code=process.code).first()
    chosen = request.POST.getlist("roles")
    return render(
        request,
        "handbook/ask_reading.html",
        {"process": process, "form": form, "already": already, "chosen": chosen},
    )


@require_POST
def end_reading(request: PortalRequest, pk: int) -> HttpResponse:
    asked = get_reading_request_for(request.access, pk)
    if actions.end_reading_request(request=asked, by=request.user, now=clock.now()):
        messages.success(
            request, "Ended. Nobody is asked to read it any more; what people confirmed is kept."
        )
    else:
        messages.info(request, "It was ended already. Nothing changed.")
    return redirect("schedule:reading")


@dataclass(frozen=True)
class Since:
    """What somebody read in one edition and which says something else now."""

    edition: Edition
    codes: frozenset[str]
    changes: dict[str, queries.Change]  # by the code of the process


@require_safe
def changes(request: PortalRequest) -> HttpResponse:
    edition = edition_for(request.access)
    if edition is None:
        return render(request, "handbook/none.html")
    found = queries.standings(request.access, edition)
    added = list(queries.added_since_the_first(edition))
    return render(
        request,
        "handbook/changes.html",
        {
            "edition": edition,
            "before": queries.edition_before(edition),
            "since": _since(found.values()),
            "has_read": any(one.reading for one in found.values()),
            "new": [process for process in added if not _was_read(process, found)],
        },
    )


def _since(standings: Iterable[queries.Standing]) -> list[Since]:
    by_edition: dict[Edition, dict[str, queries.Change]] = defaultdict(dict)
    for one in standings:
        if one.change is not None:
            by_edition[one.change.since.edition][one.change.since.process_code] = one.change
    return [
        Since(edition, frozenset(changed), changed)
        for edition, changed in sorted(by_edition.items(), key=lambda pair: -(pair[0].number or 0))
    ]


def _was_read(process: Process, found: dict[str, queries.Standing]) -> bool:
    return process.code in found and found[process.code].reading is not None
