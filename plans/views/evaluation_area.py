"""One area on one page: judge first, then say how you know. Beside it the view from outside."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST, require_safe

from adapters import clock
from people.access import Access, PortalRequest
from people.roles import Permission
from plans import actions
from plans.access import get_evaluation_for, stands_beside, writes_evaluation
from plans.forms.evaluation import JudgeForm, ViewForm, WordsForm
from plans.models import Area, AreaEvaluation, Grade, SelfEvaluation
from plans.queries.evaluation import plan_to_write, priorities_naming, why_closed
from plans.queries.evaluation_sheets import GUIDE, MOST, TEXTS, ago, area_sheet, areas_of
from plans.views.desk import given_back
from schedule.actions import ChangedMeanwhile, Refused
from schedule.queries import why_left
from writing.marks import Conflict, mark_of

CONFLICT, REFUSED = 409, 422
AS_YOU_GO = "as-you-go"
LONGEST_TITLE, LONGEST_BECAUSE = 120, 600  # of a priority; and what still fits an address


@dataclass(frozen=True)
class Sheet:
    evaluation: SelfEvaluation
    area: Area
    row: AreaEvaluation | None
    grades: list[Grade]
    rows: list[tuple[Area, AreaEvaluation | None]]
    closed: str

    @property
    def address(self) -> str:
        return reverse("plans:evaluation_area", args=[self.evaluation.pk, self.area.code])

    @property
    def stored(self) -> dict[str, str]:
        return {name: getattr(self.row, name) if self.row else "" for name in TEXTS}


def _open(access: Access, pk: int, code: str, need: Permission) -> Sheet:
    evaluation = get_evaluation_for(access, pk, need)
    rows = areas_of(evaluation)
    found = next(((area, row) for area, row in rows if area.code == code), None)
    if found is None:
        raise Http404
    grades = Grade.objects.filter(framework=evaluation.framework_id, scale=found[0].scale).order_by(
        "position"
    )
    return Sheet(evaluation, *found, list(grades), rows, why_closed(evaluation, clock.today()))


def _open_to_write(access: Access, pk: int, code: str) -> Sheet:
    sheet = _open(access, pk, code, Permission.PLAN_WRITE)
    if not writes_evaluation(access, sheet.evaluation.school_id):
        raise PermissionDenied
    return sheet


@require_safe
def evaluation_area(request: PortalRequest, pk: int, area: str) -> HttpResponse:
    return _page(request, _open(request.access, pk, area, Permission.PLAN_COMMENT))


@require_POST
def judge_area(request: PortalRequest, pk: int, area: str) -> HttpResponse:
    sheet = _open_to_write(request.access, pk, area)
    form = JudgeForm(sheet.grades, sheet.row, request.POST)
    if not form.is_valid():
        return _page(request, sheet, judge=form, status=REFUSED)
    try:
        actions.judge_area(
            evaluation=sheet.evaluation, area=sheet.area, grade=form.grades[form.cleaned_data["grade"]],
            instead_of=form.cleaned_data["instead_of"], by=request.user, now=clock.now(), today=clock.today(),
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{sheet.area.title} is judged. Now say how you know.")
    return redirect(f"{sheet.address}#words")


@require_POST
def write_area(request: PortalRequest, pk: int, area: str) -> HttpResponse:
    """By the button, and with the header X-Save as somebody writes: that is answered with a line for the page."""
    sheet = _open_to_write(request.access, pk, area)
    form, now = WordsForm(sheet.stored, request.POST), clock.now()
    as_you_go = request.headers.get("X-Save") == AS_YOU_GO
    is_valid = form.is_valid()
    if not form.start:
        form.add_error(None, "Your browser sent only a part of this page. Reload it and try again.")
        return _page(request, sheet, words=form, status=REFUSED)
    try:
        saved = actions.write_area(
            evaluation=sheet.evaluation, area=sheet.area, changes=form.changes(request.POST.getlist("theirs")),
            by=request.user, now=now, today=clock.today(),
        )  # fmt: skip
    except Refused as refusal:
        if sheet.closed:
            return given_back(request, str(refusal), back=sheet.evaluation.get_absolute_url())
        form.add_error(None, str(refusal))
        return _page(request, sheet, words=form, status=REFUSED)
    form.take(saved, chosen=not as_you_go)
    status = CONFLICT if saved.conflicts else 200 if is_valid else REFUSED
    if as_you_go:
        count = sum(len(text.split()) for text in saved.values.values())
        context = {"form": form, "saved_at": now, "conflicts": saved.conflicts, **_length(count)}
        return render(request, "plans/_evaluation_state.html", context, status=status)
    if status != 200:
        return _page(
            request, _open(request.access, pk, area, Permission.PLAN_WRITE), words=form, status=status
        )
    messages.success(request, "Saved." if saved.written else "Everything was saved already.")
    return redirect(f"{sheet.address}#words")


@require_POST
def give_view(request: PortalRequest, pk: int, area: str) -> HttpResponse:
    sheet = _open(request.access, pk, area, Permission.PLAN_COMMENT)
    if not stands_beside(request.access, sheet.evaluation.school_id):
        raise PermissionDenied
    form = ViewForm(sheet.grades, {}, request.POST)
    if not form.is_valid():
        return _page(request, sheet, view=form, status=REFUSED)
    try:
        actions.give_view(
            evaluation=sheet.evaluation, area=sheet.area, grade=form.grades[form.cleaned_data["grade"]],
            text=form.cleaned_data["text"], start=form.cleaned_data["start"], by=request.user,
            now=clock.now(), today=clock.today(),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        status = CONFLICT if isinstance(refusal, ChangedMeanwhile) else REFUSED
        return _page(request, sheet, view=form, status=status)
    messages.success(request, f"Your view on {sheet.area.title} stands beside the school’s.")
    return redirect(sheet.address)


@dataclass(frozen=True)
class Text:
    field: BoundField
    conflict: Conflict | None


def _page(
    request: PortalRequest,
    sheet: Sheet,
    *,
    judge: JudgeForm | None = None,
    words: WordsForm | None = None,
    view: ViewForm | None = None,
    status: int = 200,
) -> HttpResponse:
    evaluation, row, today = sheet.evaluation, sheet.row, clock.today()
    request.trust = evaluation.school.trust
    shown = area_sheet(sheet.area, row)
    here = [area.code for area, _ in sheet.rows].index(sheet.area.code)
    form = words or WordsForm(sheet.stored)
    context = {
        "evaluation": evaluation,
        "school": evaluation.school,
        "area": sheet.area,
        "row": row,
        "sheet": shown,
        "grades": sheet.grades,
        "when": ago(shown.saved, today),
        "viewed": ago(shown.viewed, today),
        "closed": sheet.closed,
        "writes": writes_evaluation(request.access, evaluation.school_id) and not sheet.closed,
        "views": stands_beside(request.access, evaluation.school_id) and not sheet.closed,
        "judge": judge or JudgeForm(sheet.grades, row),
        "words": form,
        "conflicts": tuple(form.conflicts.values()),
        "texts": [Text(field, form.conflicts.get(field.name)) for field in form],
        "view": view or ViewForm(sheet.grades, _view_given(row)),
        "refused": judge or words or view,
        **_length(shown.words),
        "before": sheet.rows[here - 1][0] if here else None,
        "after": sheet.rows[here + 1][0] if here + 1 < len(sheet.rows) else None,
        "priorities": priorities_naming(evaluation, [sheet.area.pk])[sheet.area.pk],
        "make_priority": _make_priority(request.access, sheet) if shown.texts[-1] else "",
    }
    return render(request, "plans/evaluation_area.html", context, status=status)


def _length(count: int) -> dict[str, int]:
    return {"count": count, "over": max(0, count - MOST), "guide": GUIDE, "most": MOST}


def _view_given(row: AreaEvaluation | None) -> dict[str, Any]:
    text = row.partner_view if row else ""
    grade = row.partner_grade.code if row and row.partner_grade else ""
    return {"grade": grade, "text": text, "start": mark_of(text)}


def _make_priority(access: Access, sheet: Sheet) -> str:
    """Where a next step becomes a priority, with its words; empty without a plan, or for who does not write it."""
    if not access.can(Permission.PLAN_WRITE, sheet.evaluation.school_id):
        return ""
    plan = plan_to_write(sheet.evaluation)
    if plan is None or sheet.row is None or why_left(sheet.evaluation.school, clock.today()):
        return ""
    try:
        address = reverse("plans:add_priority", args=[plan.pk])
    except NoReverseMatch:
        return ""
    words = {
        "title": _shortened(sheet.row.next_step, LONGEST_TITLE),
        "because": _shortened(sheet.row.summary, LONGEST_BECAUSE),
        "area": str(sheet.area.pk),
    }
    return f"{address}?{urlencode(words)}"


def _shortened(text: str, most: int) -> str:
    """Whole words, up to the first full stop where that is near enough."""
    text = " ".join(text.split())
    first = text.partition(". ")[0].rstrip(".")
    text = first if most == LONGEST_TITLE else text
    return text if len(text) <= most else text[: most - 1].rpartition(" ")[0] + "…"
