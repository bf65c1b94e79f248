"""Self-evaluation: every school's, one school's, and beginning one."""

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from adapters import clock
from people.access import Access, PortalRequest
from people.roles import Permission
from plans import actions
from plans.access import get_evaluation_for, stands_beside, writes_evaluation
from plans.forms.evaluation import StartForm
from plans.models import SelfEvaluation
from plans.queries.evaluation import (
    can_take_over,
    evaluation_page,
    evaluations_of,
    in_force,
    trust_page,
    versions_of,
    years_to_begin,
)
from plans.queries.evaluation_sheets import version_sheet
from plans.views.evaluation_versions import show_version
from schedule.actions import Refused
from schedule.queries import why_left
from schools.access import get_school_for, schools_for
from schools.models import School
from schools.terms import start_year_of, year_code

REFUSED = 422


@require_safe
def self_evaluations(request: PortalRequest) -> HttpResponse:
    """Who works at one school goes straight to its own; others see every school of theirs."""
    access, today = request.access, clock.today()
    access.require_anywhere(Permission.PLAN_VIEW)
    schools = list(schools_for(access, Permission.PLAN_VIEW).select_related("trust").order_by("name", "pk"))
    if len(schools) == 1 and access.reach(Permission.PLAN_VIEW) is not None:
        return _of_school(request, schools[0])
    if schools:
        request.trust = schools[0].trust
    asked = request.GET.get("year", "")
    year = int(asked) if re.fullmatch(r"[0-9]{4}", asked) else start_year_of(today)
    drafts = [school.pk for school in schools if access.can(Permission.PLAN_COMMENT, school.pk)]
    page = trust_page(schools, year, today, reads_drafts=drafts)
    context = {
        "page": page,
        "year": year_code(year),
        "tabs": [
            {"url": f"?year={one}", "label": year_code(one), "current": one == year} for one in page.years
        ],
        "may_start": year == start_year_of(today),
        "starts": {school.pk for school in page.without if _may_start(access, school)},
        "reads_drafts": bool(drafts),
    }
    return render(request, "plans/evaluations.html", context)


@require_safe
def evaluation_of_school(request: PortalRequest, urn: int) -> HttpResponse:
    """The newest of a school, or how to begin one."""
    return _of_school(request, get_school_for(request.access, urn, Permission.PLAN_VIEW))


@require_safe
def self_evaluation(request: PortalRequest, pk: int) -> HttpResponse:
    return _page(request, get_evaluation_for(request.access, pk))


@require_http_methods(["GET", "POST"])
def start_evaluation(request: PortalRequest) -> HttpResponse:
    access, today = request.access, clock.today()
    access.require_anywhere(Permission.PLAN_WRITE)
    mine = list(schools_for(access, Permission.PLAN_WRITE).select_related("trust").order_by("name", "pk"))
    school = _school_asked(request, access, mine)
    status = REFUSED if request.method == "POST" else 200
    if school is None:
        return render(request, "plans/evaluation_choose_school.html", {"schools": mine}, status=status)
    request.trust = school.trust
    form = StartForm(years_to_begin(today), in_force(today), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start_evaluation(
                school=school,
                year=form.years[form.cleaned_data["year"]],
                framework=form.frameworks[form.cleaned_data["framework"]],
                with_last_words=form.cleaned_data["with_last_words"],
                by=request.user, now=clock.now(), today=today,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, "The self-evaluation is begun. Judge an area first, then say how you know."
            )
            return redirect(made)
    years, frameworks = list(form.years.values()), list(form.frameworks.values())
    earlier = evaluations_of(school)
    context = {
        "school": school,
        "form": form,
        "frameworks": frameworks,
        "years": years,
        "last": can_take_over(school, years[-1], frameworks[0]) if years and frameworks else None,
        "earlier": earlier[0] if earlier else None,
        "why_left": why_left(school, today),
    }
    return render(request, "plans/evaluation_start.html", context, status=status)


def _school_asked(request: PortalRequest, access: Access, mine: list[School]) -> School | None:
    """The school named in the address, the only one, or none that is clear."""
    asked = request.GET.get("school", "")
    if re.fullmatch(r"[0-9]{1,9}", asked):
        return get_school_for(access, int(asked), Permission.PLAN_WRITE)
    return mine[0] if len(mine) == 1 else None


def _of_school(request: PortalRequest, school: School) -> HttpResponse:
    found = evaluations_of(school)
    if found:
        return _page(request, found[0])
    request.trust = school.trust
    context = {
        "school": school,
        "may_start": _may_start(request.access, school),
        "why_left": why_left(school, clock.today()),
    }
    return render(request, "plans/evaluation_none.html", context)


def _page(request: PortalRequest, found: SelfEvaluation) -> HttpResponse:
    """As it stands for those who read drafts. Others read what was agreed last."""
    access, school = request.access, found.school
    request.trust = school.trust
    if not access.can(Permission.PLAN_COMMENT, school.pk):
        versions = versions_of(found)
        if versions:
            return show_version(request, found, versions, versions[0])
        older = [one for one in evaluations_of(school) if one.pk != found.pk and one.versions.exists()]
        return render(request, "plans/evaluation_none.html", {"school": school, "older": older})
    page = evaluation_page(found, clock.today())
    context = {
        "page": page,
        "school": school,
        "evaluation": found,
        "latest": version_sheet(page.versions[0]) if page.versions else None,
        "writes": writes_evaluation(access, school.pk) and not page.closed,
        "agrees": stands_beside(access, school.pk) and not page.closed,
        "may_start": _may_start(access, school) and _may_begin_anew(found),
    }
    return render(request, "plans/evaluation.html", context)


def _may_start(access: Access, school: School) -> bool:
    return access.can(Permission.PLAN_WRITE, school.pk) and not why_left(school, clock.today())


def _may_begin_anew(found: SelfEvaluation) -> bool:
    """A new year has begun, or another framework is in force."""
    today = clock.today()
    return found.year.start_year < start_year_of(today) or found.framework not in in_force(today)
