"""Writing a process, its study page and its steps."""

import re

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from adapters import clock
from handbook import actions
from handbook.access import get_draft_for
from handbook.forms.process import ProcessForm
from handbook.forms.step import StepForm
from handbook.forms.study import StudyForm
from handbook.forms.writing import Several
from handbook.models import Document, Process, Step
from handbook.queries.writing import present
from handbook.views.writing import Sheet, write
from people.access import Access, PortalRequest
from writing.forms import WritingForm

PLACE = re.compile(
    r"(P[0-9]{2}(/study|/(steps|documents)/[a-z0-9-]{1,80})?|chapters/[a-z0-9-]{1,80}|edition|glossary)"
)
# What the timing language can say, with the words of docs/pack.md.
TIMING_KEY = (
    ("AUT1 W3", "in week 3 of the half-term: opens on its first school day, due on its last"),
    ("AUT1 W3 Tue", "that Tuesday; if the school is closed, its next school day"),
    ("AUT1 W1-3", "opens in week 1, due at the end of week 3"),
    ("AUT1 W6 to AUT2 W2", "the same across half-terms"),
    ("SUM2 W-1", "counted from the end: the half-term’s last week"),
    ("previous SUM2 W5", "in the school year before"),
    ("inset 1", "the school’s first INSET day of the year"),
    ("on 20 Aug", "that very day, open or closed"),
    ("by 31 Jan", "due on the last school day on or before it"),
    ("by 31 Dec statutory", "a legal deadline: the last working day on or before it"),
    ("10wd before visit", "10 working days before the step “visit” of this process"),
    ("2w after P06.data", "two weeks after the step “data” of P06"),
    ("each AUT2 W1-3, SUM2 W3", "once for each"),
    ("on appointment", "when somebody opens the process for a school"),
)


def _process(access: Access, pk: int, code: str) -> Process:
    draft = get_draft_for(access, pk)
    found = draft.processes.select_related("chapter", "edition").filter(code=code).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def edit_process(request: PortalRequest, pk: int, process: str) -> HttpResponse:
    def opened() -> Sheet:
        row = _process(request.access, pk, process)

        def settle(form: WritingForm) -> None:
            others = row.edition.processes.exclude(pk=row.pk).order_by("code").values_list("code", "title")
            _offer(form, "related", [(code, f"{code} {title}") for code, title in others])

        context = {
            "steps": row.steps.order_by("position"),
            "documents": row.documents.order_by("position").defer("fields"),
        }
        return Sheet(row.edition, row, ProcessForm, "handbook/edit/process.html", settle, context)

    return write(request, pk, process, ProcessForm, opened)


@require_http_methods(["GET", "POST"])
def edit_study(request: PortalRequest, pk: int, process: str) -> HttpResponse:
    def opened() -> Sheet:
        row = _process(request.access, pk, process)
        return Sheet(row.edition, row, StudyForm, "handbook/edit/study.html")

    return write(request, pk, f"{process}/study", StudyForm, opened)


@require_http_methods(["GET", "POST"])
def edit_step(request: PortalRequest, pk: int, process: str, step: str) -> HttpResponse:
    def opened() -> Sheet:
        parent = _process(request.access, pk, process)
        steps = list(parent.steps.select_related("process__edition").order_by("position"))
        here = next((number for number, one in enumerate(steps) if one.code == step), None)
        if here is None:
            raise Http404
        context = {
            "before": steps[here - 1] if here else None,
            "after": steps[here + 1] if here + 1 < len(steps) else None,
            "timing_key": TIMING_KEY,
        }

        def settle(form: WritingForm) -> None:
            _offer(form, "documents", _documents(steps[here]))

        return Sheet(parent.edition, steps[here], StepForm, "handbook/edit/step.html", settle, context)

    return write(request, pk, f"{process}/steps/{step}", StepForm, opened)


def _documents(step: Step) -> list[tuple[str, str]]:
    """Those of the process first, then every other of the draft with the code of its process."""
    rows = Document.objects.filter(process__edition=step.process.edition_id).order_by(
        "process__code", "position"
    )
    own, others = [], []
    for process_id, process_code, code, title in rows.values_list(
        "process_id", "process__code", "code", "title"
    ):
        if process_id == step.process_id:
            own.append((code, title))
        else:
            others.append((code, f"{title} ({process_code})"))
    return own + others


def _offer(form: WritingForm, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, Several)  # noqa: S101 -- for the type checker: `name` is one of those
    field.offer(choices, form.stored[name] or ())


@require_POST
def here(request: PortalRequest, pk: int) -> HttpResponse:
    """A page is open: says so, and is told who else has one of the same process open."""
    draft = get_draft_for(request.access, pk)
    place, now = request.POST.get("place", ""), clock.now()
    if not PLACE.fullmatch(place):
        return HttpResponse(
            "This is no place in a draft. Reload the page.", status=422, content_type="text/plain"
        )
    actions.note_presence(edition=draft, place=place, by=request.user, now=now)
    return render(request, "writing/here.html", {"present": present(draft, place, request.user, now)})
