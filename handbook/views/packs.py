"""Packs: the handbook taken away as a zip, and a pack read into a draft."""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from adapters import clock
from adapters.packs import write_zip
from handbook import actions
from handbook.access import edition_for, get_draft_for
from handbook.forms.drafts import PackForm, shown_name
from handbook.models import Edition
from handbook.pack import Difference, Pack, PackError, Problem, compare, files_of, pack_of, read_pack
from handbook.queries import current_edition
from people.access import PortalRequest
from people.roles import Permission

MOST_SHOWN = 50
INVALID = 422
NO_PACK = "That was no pack. Nothing was changed: choose the file again."


@require_safe
def pack(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.HANDBOOK_EDIT)
    edition = edition_for(request.access)
    if edition is None:
        raise Http404
    return _download(request, edition, f"handbook-edition-{edition.number}.zip")


@require_safe
def draft_pack(request: PortalRequest, pk: int) -> HttpResponse:
    draft = get_draft_for(request.access, pk)
    return _download(request, draft, f"handbook-draft-{draft.pk}.zip")


def _download(request: PortalRequest, edition: Edition, name: str) -> HttpResponse:
    try:
        data = _zip_of(pack_of(edition))
    except PackError as error:
        context = {"draft": edition, **_listed(error.problems)}
        return render(request, "handbook/drafts/no_pack.html", context, status=409)
    response = HttpResponse(data, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _zip_of(found: Pack) -> bytes:
    """The very bytes that export_handbook writes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "handbook.zip"
        write_zip(path, files_of(found))
        return path.read_bytes()


def _listed(problems: Iterable[Problem]) -> dict[str, object]:
    every = tuple(problems)
    return {"problems": every[:MOST_SHOWN], "more": max(0, len(every) - MOST_SHOWN), "count": len(every)}


@dataclass(frozen=True)
class _Preview:
    pack: Pack
    text: str  # the pack again as a zip, carried by the page until it is wanted
    file_name: str
    differences: tuple[Difference, ...]
    in_force: Edition | None

    @property
    def steps(self) -> int:
        return sum(len(process.steps) for process in self.pack.processes)

    @property
    def documents(self) -> int:
        return sum(len(process.documents) for process in self.pack.processes)


@require_http_methods(["GET", "POST"])
def import_pack(request: PortalRequest) -> HttpResponse:
    """First a file, which is read and shown; then what was read, which becomes a draft. Both are checked whole."""
    request.access.require(Permission.HANDBOOK_EDIT)
    if request.method != "POST":
        return render(request, "handbook/drafts/import.html", {"form": PackForm()})
    if "pack" in request.POST:
        return _make_draft(request)
    form = PackForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "handbook/drafts/import.html", {"form": form}, status=INVALID)
    file = form.cleaned_data["file"]
    name = shown_name(file.name)
    try:
        found = _read(file.read(), name)
    except PackError as error:
        return _faults(request, name, error)
    before = current_edition()
    differences = compare(pack_of(before) if before else None, found)
    text = base64.b64encode(_zip_of(found)).decode()
    preview = _Preview(found, text, name, differences, before)
    return render(request, "handbook/drafts/import_preview.html", {"preview": preview})


def _make_draft(request: PortalRequest) -> HttpResponse:
    name = shown_name(request.POST.get("name"))
    try:
        data = base64.b64decode(request.POST["pack"], validate=True)
        found = _read(data, name)
    except PackError as error:
        return _faults(request, name, error)
    except (binascii.Error, ValueError):
        return _faults(request, name, PackError([Problem(name, NO_PACK)]))
    draft = actions.load_pack(pack=found, by=request.user, now=clock.now(), reason=f"Read from {name}")
    messages.success(request, "The pack is a draft now. Nothing is published.")
    return redirect("handbook:draft", draft.pk)


def _faults(request: PortalRequest, name: str, error: PackError) -> HttpResponse:
    context = {"form": PackForm(), "file_name": name, **_listed(error.problems)}
    return render(request, "handbook/drafts/import.html", context, status=INVALID)


def _read(data: bytes, name: str) -> Pack:
    """Faults of the zip itself are told by the name the person knows it by."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pack.zip"
        path.write_bytes(data)
        try:
            return read_pack(path)
        except PackError as error:
            raise PackError(
                Problem(name if problem.where == str(path) else problem.where, problem.reason)
                for problem in error.problems
            ) from error
