"""Writing a plan, a priority, an objective with its lines, and an action: each on a page of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from adapters import clock
from handbook.queries import steps_in_force
from people.access import PortalRequest
from plans.access import get_part_for, get_plan_for, may_write, rights_of
from plans.actions import parts
from plans.forms.fields import AnyOf, Day, OneOf, Person
from plans.forms.parts import ActionForm, ObjectiveForm, PlanForm, PriorityForm, line_fields
from plans.models import Area, Framework, Monitoring, Objective, Plan, PlanAction, Priority
from plans.queries import sheet_of
from plans.queries.people import Nameable, nameable, names_of
from plans.queries.said import newest, said_of
from plans.queries.writing import LINES, lines_of
from plans.views.desk import Sheet, gives_back, write
from plans.views.page import names_for
from plans.views.past_dates import PastDates, past_dates
from schools.queries import calendar_of
from writing.forms import WritingForm


@require_http_methods(["GET", "POST"])
def write_plan(request: PortalRequest, pk: int) -> HttpResponse:
    plan = get_plan_for(request.access, pk)
    if not may_write(request.access, plan):
        raise PermissionDenied

    def past() -> PastDates:
        """Asked for by the page alone, and not each time it saves itself."""
        sheet = sheet_of(plan, calendar_of(plan.year, plan.school))
        return past_dates(plan, sheet, rights_of(request.access, plan), request.access.today)

    return write(request, Sheet(plan, PlanForm, "plans/write_plan.html", {"past": past}))


@require_http_methods(["GET", "POST"])
@gives_back
def write_priority(request: PortalRequest, pk: int) -> HttpResponse:
    part = get_part_for(request.access, Priority, pk)

    def form(stored: Mapping[str, Any], data: QueryDict | None) -> WritingForm:
        made = PriorityForm(stored, data)
        people = nameable(part.plan, clock.today())
        offer_people(made, people, stored, {"link_governor": people.governors})
        _any_of(made, "areas").offer(_areas(part, stored["areas"]))
        _any_of(made, "steps").offer(_steps(stored["steps"]))
        if part.plan.school_id is None:
            del made.fields["serves"]
        else:
            _one_of(made, "serves").offer(_trust_priorities(part.plan))
        return made

    objectives = part.objectives.order_by("position", "pk")
    said = newest(said_of(Q(priority=part)).get(part.pk, {}))
    return write(
        request, Sheet(part, form, "plans/write_priority.html", {"objectives": objectives, "said": said})
    )


def objective_sheet(part: Objective) -> Sheet:
    plan = part.priority.plan
    lines = lines_of(part)
    leads = {row.lead_id: row.text for row in part.actions.all() if row.lead_id}

    def form(stored: Mapping[str, Any], data: QueryDict | None) -> WritingForm:
        made = ObjectiveForm(stored, data, _line_fields(lines, names_for(plan)))
        made.leads = leads
        people = nameable(plan, clock.today())
        lookers = {name: people.lookers for name in made.fields if name.startswith("monitoring-")}
        offer_people(made, people, stored, lookers)
        return made

    context = {
        "lines": _named_lines(lines),
        "actions": part.actions.select_related("lead").order_by("position", "pk"),
    }
    return Sheet(part, form, "plans/write_objective.html", context)


@require_http_methods(["GET", "POST"])
@gives_back
def write_objective(request: PortalRequest, pk: int) -> HttpResponse:
    return write(request, objective_sheet(get_part_for(request.access, Objective, pk)))


@require_POST
@gives_back
def add_line(request: PortalRequest, pk: int, kind: str) -> HttpResponse:
    """What stands on the page is saved first, so that nothing of it is lost."""
    part = get_part_for(request.access, Objective, pk)
    if kind not in LINES:
        raise Http404

    def then() -> HttpResponse:
        made = parts.add_line(objective=part, kind=kind, by=request.user, now=clock.now())
        first = LINES[kind][1][0]
        return redirect(f"{_objective_url(part)}#field-{kind}-{made}-{first}")

    return write(request, objective_sheet(part), then)


@require_POST
@gives_back
def remove_line(request: PortalRequest, pk: int, kind: str, line: int) -> HttpResponse:
    part = get_part_for(request.access, Objective, pk)
    if kind not in LINES:
        raise Http404

    def then() -> HttpResponse:
        parts.remove_line(objective=part, kind=kind, pk=line, by=request.user, now=clock.now())
        return redirect(f"{_objective_url(part)}#{kind}-lines")

    return write(request, objective_sheet(part), then)


@require_http_methods(["GET", "POST"])
@gives_back
def write_action(request: PortalRequest, pk: int) -> HttpResponse:
    part = get_part_for(request.access, PlanAction, pk)

    def form(stored: Mapping[str, Any], data: QueryDict | None) -> WritingForm:
        return action_form(part.objective, stored, data)

    return write(request, Sheet(part, form, "plans/write_action.html"))


def action_form(objective: Objective, stored: Mapping[str, Any], data: QueryDict | None) -> ActionForm:
    plan = objective.priority.plan
    made = ActionForm(stored, data)
    made.lookers = {
        row.who_id: row.how
        for row in Monitoring.objects.filter(objective=objective, who__isnull=False)
        if row.who_id
    }
    for field in made.fields.values():
        if isinstance(field, Day):
            field.start_year = plan.year.start_year
    offer_people(made, nameable(plan, clock.today()), stored, {})
    return made


def offer_people(
    form: WritingForm, people: Nameable, stored: Mapping[str, Any], lists: Mapping[str, Mapping[int, str]]
) -> None:
    """Each field of people gets those who are appointed today; `lists` names another list for some of them."""
    fields = {name: field for name, field in form.fields.items() if isinstance(field, Person)}
    gone = {stored[name] for name in fields if stored.get(name)} - people.lookers.keys()
    names = names_of(gone) if gone else {}
    for name, field in fields.items():
        field.offer_people(lists.get(name, people.staff), stored.get(name), names | dict(people.lookers))


def _line_fields(lines: Mapping[str, Iterable[Any]], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        f"{kind}-{row.pk}-{end}": field
        for kind, rows in lines.items()
        for number, row in enumerate(rows, 1)
        for end, field in line_fields(kind, number, names.items()).items()
    }


def _named_lines(lines: Mapping[str, Iterable[Any]]) -> dict[str, list[dict[str, Any]]]:
    """By kind: the id of each line and the names of its fields."""
    return {
        kind: [
            {"pk": row.pk, "number": number, "names": [f"{kind}-{row.pk}-{end}" for end in LINES[kind][1]]}
            for number, row in enumerate(rows, 1)
        ]
        for kind, rows in lines.items()
    }


def _areas(part: Priority, stored: list[int]) -> list[tuple[int, str]]:
    """Of the framework in force when the plan's year begins, and those it names already."""
    day = f"{part.plan.year.start_year}-09-01"
    inside = Framework.objects.filter(from_date__lte=f"{part.plan.year.start_year + 1}-08-31").order_by(
        "-from_date"
    )
    chosen = next((one for one in inside if one.to_date is None or str(one.to_date) >= day), None)
    rows = Area.objects.filter(framework=chosen).order_by("position")
    phase = part.plan.school.phase if part.plan.school else ""
    choices = [(row.pk, row.title) for row in rows if not (row.phases and phase) or phase in row.phases]
    others = Area.objects.filter(pk__in=set(stored) - {pk for pk, _ in choices}).select_related("framework")
    return [*choices, *((row.pk, f"{row.title} ({row.framework.title})") for row in others)]


def _steps(stored: list[str]) -> list[tuple[Any, Any]]:
    """Those of the handbook in force under the name of their process, and codes that it no longer has."""
    groups: dict[str, list[tuple[str, str]]] = {}
    rows = steps_in_force().values_list("process__code", "process__title", "code", "title")
    for process, process_title, code, title in rows:
        groups.setdefault(f"{process} {process_title}", []).append((f"{process}.{code}", title))
    known = {code for group in groups.values() for code, _ in group}
    if gone := [(code, f"{code} (no longer in the handbook)") for code in stored if code not in known]:
        groups["No longer in the handbook"] = gone
    return list(groups.items())


def _trust_priorities(plan: Plan) -> list[tuple[int, str]]:
    rows = Priority.objects.filter(plan__school=None, plan__year=plan.year).order_by("position", "pk")
    return list(rows.values_list("pk", "title"))


def _any_of(form: WritingForm, name: str) -> AnyOf:
    field = form.fields[name]
    assert isinstance(field, AnyOf)  # noqa: S101 -- for the type checker: `name` is one of those
    return field


def _one_of(form: WritingForm, name: str) -> OneOf:
    field = form.fields[name]
    assert isinstance(field, OneOf)  # noqa: S101 -- for the type checker: `name` is one of those
    return field


def _objective_url(part: Objective) -> str:
    return reverse("plans:write_objective", args=[part.pk])
