"""Pages: bringing in schools and term dates from a file, with a preview."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adapters import clock
from adapters.sheets import write_csv
from people.access import PortalRequest
from people.roles import Permission
from schools import actions, gias, queries, term_dates
from schools.forms import SchoolsFileForm, TermDatesFileForm
from schools.models import Import
from schools.reading import Refused, read_schools, read_term_dates
from schools.terms import start_year_of

NEEDS = {Import.Kind.SCHOOLS: Permission.SCHOOL_IMPORT, Import.Kind.TERM_DATES: Permission.TERM_DATES_EDIT}


@require_http_methods(["GET", "POST"])
def read_schools_file(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.SCHOOL_IMPORT)
    form = SchoolsFileForm(request.POST, request.FILES) if request.method == "POST" else SchoolsFileForm()
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = read_schools(
                data=file.read(),
                file_name=file.name,
                trust_uid=form.cleaned_data["trust_uid"],
                by=request.user,
                now=clock.now(),
            )
        except Refused as refused:
            context |= {"refused": refused.problems, "file_name": file.name}
        else:
            return redirect(kept)
    return render(request, "schools/read_schools.html", context, status=400 if "refused" in context else 200)


@require_http_methods(["GET", "POST"])
def read_term_dates_file(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.TERM_DATES_EDIT)
    form = TermDatesFileForm(request.POST, request.FILES) if request.method == "POST" else TermDatesFileForm()
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = read_term_dates(data=file.read(), file_name=file.name, by=request.user, now=clock.now())
        except Refused as refused:
            context |= {"refused": refused.problems, "file_name": file.name}
        else:
            return redirect(kept)
    return render(
        request, "schools/read_term_dates.html", context, status=400 if "refused" in context else 200
    )


@require_safe
def term_dates_example(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.TERM_DATES_EDIT)
    rows = term_dates.as_they_stand(start_year_of(clock.today())) or term_dates.EXAMPLE
    response = HttpResponse(write_csv(term_dates.HEADER, rows), content_type="text/csv")
    response["Content-Disposition"] = 'attachment; filename="term-dates.csv"'
    return response


@require_safe
def show_import(request: PortalRequest, pk: int) -> HttpResponse:
    kept, closed = _import_for(request, pk), list[str]()
    if kept.kind == Import.Kind.SCHOOLS:
        rows = tuple(gias.row_from_data(row) for row in kept.rows["rows"])
        changes: Any = [] if kept.applied_at else gias.plan(rows, queries.the_trust())
    else:
        dated = [] if kept.applied_at else [term_dates.row_from_data(row) for row in kept.rows["rows"]]
        changes = term_dates.plan(dated)
        closed = [year.why_read_only for year in queries.closed_years({row.start_year for row in dated})]
    counts = {kind: sum(change.kind == kind for change in changes) for kind in ("new", "changed", "same")}
    context = {"kept": kept, "changes": changes, "counts": counts, "closed": closed}
    return render(request, "schools/import.html", context)


@require_POST
def apply_import(request: PortalRequest, pk: int) -> HttpResponse:
    kept = _import_for(request, pk)
    apply = actions.apply_schools if kept.kind == Import.Kind.SCHOOLS else actions.apply_term_dates
    try:
        apply(kept=kept, by=request.user, now=clock.now())
    except actions.AppliedAlready:
        messages.info(request, "This file is applied already. Nothing was changed again.")
    except actions.YearIsClosed as closed:
        messages.error(request, f"{closed} Nothing was changed.")
    else:
        messages.success(request, f"{kept.file_name} is applied.")
    return redirect(kept)


def _import_for(request: PortalRequest, pk: int) -> Import:
    access = request.access
    if not any(access.can(need) for need in NEEDS.values()):
        access.require(Permission.SCHOOL_IMPORT)
    kept = get_object_or_404(Import, pk=pk)
    access.require(NEEDS[Import.Kind(kept.kind)])
    return kept
