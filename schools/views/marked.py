"""Pages: days to keep free."""

import re

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from schools import actions
from schools.festivals import offers_of
from schools.forms import MarkedDaysForm
from schools.marked import marked_year, same_run
from schools.models import MarkedDays, School
from schools.terms import start_year_of, year_code

REFUSED = 422
YEARS_AHEAD = 3


@require_safe
def marked_days(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.TERM_DATES_EDIT)
    return _page(request, MarkedDaysForm())


@require_POST
def add(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.TERM_DATES_EDIT)
    form = MarkedDaysForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=REFUSED)
    values = form.cleaned_data
    try:
        made = actions.mark_days(**values, by=request.user, now=clock.now())
    except actions.MarkedAlready as refusal:
        messages.error(request, str(refusal))
        return _page(request, form, status=REFUSED)
    messages.success(request, f"{made.label} is kept free.")
    return _back(start_year_of(made.first_date))


@require_POST
def add_offered(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.TERM_DATES_EDIT)
    start = _start_year(request.POST.get("year", ""))
    ticked = set(request.POST.getlist("offer"))
    offers = [one for one in offers_of(start) if one.code in ticked]
    out = (School.Status.PROPOSED, School.Status.CLOSED)
    schools = School.objects.exclude(status__in=out).exclude(left_date__lt=clock.today()).order_by("name")
    made = actions.mark_offers(offers=offers, schools=list(schools), by=request.user, now=clock.now())
    if made:
        names = list(dict.fromkeys(one.label for one in made))
        said = f"{', '.join(names[:-1])} and {names[-1]} are" if len(names) > 1 else f"{names[0]} is"
        messages.success(request, f"{said} kept free.")
    else:
        messages.info(request, "Nothing new was ticked. Nothing was changed.")
    return _back(start)


@require_http_methods(["GET", "POST"])
def remove(request: PortalRequest, pk: int) -> HttpResponse:
    request.access.require(Permission.TERM_DATES_EDIT)
    marked = MarkedDays.objects.select_related("school").filter(pk=pk).first()
    if marked is None:
        raise Http404
    if request.method == "POST":
        actions.unmark_days(marked=marked, by=request.user, now=clock.now())
        messages.success(request, f"{marked.label} is no longer kept free. No date was moved.")
        return _back(start_year_of(marked.first_date))
    return render(
        request,
        "schools/marked_remove.html",
        {"run": same_run(marked), "start": start_year_of(marked.first_date)},
    )


def _page(request: PortalRequest, form: MarkedDaysForm, *, status: int = 200) -> HttpResponse:
    this_year = start_year_of(clock.today())
    start = _start_year(request.GET.get("year", ""))
    runs = marked_year(start)
    there = {(run.kind, run.first, run.last, run.label) for run in runs}
    return render(
        request,
        "schools/marked.html",
        {
            "form": form,
            "runs": runs,
            "start": start,
            "year": year_code(start),
            "years": [
                (one, year_code(one))
                for one in sorted({start, *range(this_year - 1, this_year + YEARS_AHEAD)})
            ],
            "offers": [
                (one, (one.kind, one.first, one.last, one.label) in there) for one in offers_of(start)
            ],
        },
        status=status,
    )


def _start_year(text: str) -> int:
    """This year when nothing sensible is asked for."""
    start = int(text) if re.fullmatch(r"20[0-9]{2}", text) else 0
    return start or start_year_of(clock.today())


def _back(start: int) -> HttpResponse:
    return redirect(f"{reverse('schools:marked_days')}?year={start}")
